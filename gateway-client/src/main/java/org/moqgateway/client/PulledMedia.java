package org.moqgateway.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.moqgateway.core.webrtc.DialRequest;
import org.moqgateway.core.webrtc.DialledSession;
import org.moqgateway.core.webrtc.HeldBroadcast;

/// The remote plays into a broadcast of ours, which lingers between sessions.
final class PulledMedia implements ClientMedia {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// Longer than a viewer would look at a still picture.
    private static final Duration STALE = Duration.ofSeconds(5);

    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration EXPLAINED_SILENCE = Duration.ofSeconds(30);
    private static final Duration WITHDRAW_AGAIN = Duration.ofSeconds(1);
    private static final Duration NOTHING_TO_DO = Duration.ofHours(1);

    private final ClientSettings settings;
    private final HeldBroadcast held;

    private Optional<Instant> seen = Optional.empty();
    private long heardNanos;
    private long connectedNanos;
    private boolean heardInSession;
    private boolean announced;
    private long withdrawNanos;

    PulledMedia(ClientSettings settings, HeldBroadcast held, long nowNanos) {
        this.settings = settings;
        this.held = held;
        this.heardNanos = nowNanos;
        this.connectedNanos = nowNanos;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void awaitReady() {}

    @Override
    public DialRequest begin() {
        heardInSession = false;
        return new DialRequest.Pull(held, settings.transport(), settings.gathering());
    }

    @Override
    public void connected(long nowNanos) {
        connectedNanos = nowNanos;
    }

    @Override
    public boolean flows(DialledSession session, long nowNanos) {
        listen(nowNanos);
        return heardInSession && nowNanos - heardNanos < STALE.toNanos();
    }

    @Override
    public Optional<Failure> overdue(long nowNanos, boolean asked) {
        Duration silence = Duration.ofNanos(nowNanos - heardNanos());
        Duration most = asked || !heardInSession ? EXPLAINED_SILENCE : SILENCE;
        return silence.compareTo(most) < 0
                ? Optional.empty()
                : Optional.of(
                        Failure.of(
                                heardInSession ? Failure.Kind.BROKE : Failure.Kind.NEVER_CONNECTED,
                                "the remote has sent no media for %d s"
                                        .formatted(silence.toSeconds())));
    }

    @Override
    public long heardNanos() {
        return heardInSession ? heardNanos : connectedNanos;
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Duration tend(long nowNanos) {
        listen(nowNanos);
        if (!announced) {
            return NOTHING_TO_DO;
        }
        long left = heardNanos + settings.linger().toNanos() - nowNanos;
        if (left > 0) {
            return Duration.ofNanos(left);
        }
        if (nowNanos - withdrawNanos >= WITHDRAW_AGAIN.toNanos()) {
            withdrawNanos = nowNanos;
            held.withdraw();
        }
        return WITHDRAW_AGAIN;
    }

    /// The wall clock may jump: what counts is when the time of the last media was seen to change.
    private void listen(long nowNanos) {
        Optional<Instant> last = held.lastMedia();
        if (!last.equals(seen)) {
            seen = last;
            heardNanos = nowNanos;
            heardInSession = true;
            announced = true;
            withdrawNanos = nowNanos - WITHDRAW_AGAIN.toNanos();
        }
    }

    @Override
    public void close() {
        held.close();
    }
}
