package org.moqgateway.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.moqgateway.core.negotiation.SessionProblem;
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

    private final ClientTime time;

    private long heardNanos;
    private long beganNanos;
    private long connectedNanos;
    private boolean heardInSession;

    /// Whether the broadcast may be announced.
    private boolean announced;

    private long withdrawNanos;

    PulledMedia(ClientSettings settings, HeldBroadcast held, ClientTime time) {
        this.settings = settings;
        this.held = held;
        this.time = time;
        this.heardNanos = time.nowNanos();
        this.beganNanos = heardNanos;
        this.connectedNanos = heardNanos;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void awaitReady(Consumer<List<SessionProblem>> lacks) {}

    @Override
    public DialRequest begin() {
        heardInSession = false;
        beganNanos = time.nowNanos();
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
    public Optional<Failure> overdue(DialledSession session, long nowNanos, boolean well) {
        Duration silence = Duration.ofNanos(nowNanos - heardNanos());
        Duration most = well || !heardInSession ? EXPLAINED_SILENCE : SILENCE;
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
        long againNanos = withdrawNanos + WITHDRAW_AGAIN.toNanos() - nowNanos;
        if (againNanos > 0) {
            return Duration.ofNanos(againNanos);
        }
        // A session that says nothing keeps it, so that one withdrawal may not be enough.
        withdrawNanos = nowNanos;
        held.withdraw();
        return WITHDRAW_AGAIN;
    }

    private void listen(long nowNanos) {
        Optional<Duration> age = held.lastMedia().map(last -> Duration.between(last, time.now()));
        if (age.isEmpty()) {
            return;
        }
        long atNanos = nowNanos - Math.max(0, age.get().toNanos());
        heardInSession |= atNanos - beganNanos >= 0;
        if (atNanos - heardNanos > 0) {
            heardNanos = atNanos;
            announced = true;
        }
    }

    @Override
    public void close() {
        held.close();
    }
}
