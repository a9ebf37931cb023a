package org.moqgateway.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.webrtc.DialRequest;
import org.moqgateway.core.webrtc.DialledSession;
import org.moqgateway.core.webrtc.SessionDialer;

/// A broadcast of ours is sent to the remote while it is live, and a little longer.
final class PushedMedia implements ClientMedia {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration ASK = Duration.ofSeconds(1);
    /// Longer than a catalog takes to come.
    private static final Duration TELL = Duration.ofSeconds(5);

    /// Looks after which a catalog has settled: a publisher that begins tells its media bit by bit.
    private static final int SETTLED = 2;

    private static final Duration LONG = Duration.ofMinutes(1);

    private final ClientSettings settings;
    private final SessionDialer dialer;

    private long heardNanos;
    private long received;
    private boolean gone;

    /// Looks that found more to send than was agreed, one after the other.
    private int outgrown;

    private long goneNanos;
    private long askNanos;

    PushedMedia(ClientSettings settings, SessionDialer dialer, long nowNanos) {
        this.settings = settings;
        this.dialer = dialer;
        this.heardNanos = nowNanos;
        this.askNanos = nowNanos;
    }

    @Override
    public boolean ready() {
        return dialer.live(settings.broadcast(), settings.renditions());
    }

    @Override
    public void awaitReady(Consumer<List<SessionProblem>> lacks) throws InterruptedException {
        while (!dialer.awaitLive(settings.broadcast(), settings.renditions(), TELL)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            lacks.accept(dialer.problems(settings.broadcast(), settings.renditions()));
        }
    }

    @Override
    public DialRequest begin() {
        gone = false;
        outgrown = 0;
        received = -1;
        return new DialRequest.Push(
                settings.broadcast(),
                settings.renditions(),
                settings.transport(),
                settings.gathering());
    }

    @Override
    public void connected(long nowNanos) {
        heardNanos = nowNanos;
    }

    @Override
    public boolean flows(DialledSession session, long nowNanos) {
        long bytes = session.stats().bytesReceived();
        if (bytes != received) {
            received = bytes;
            heardNanos = nowNanos;
        }
        return true;
    }

    @Override
    public Optional<Failure> overdue(DialledSession session, long nowNanos, boolean well) {
        if (nowNanos - askNanos >= 0) {
            askNanos = nowNanos + ASK.toNanos();
            look(session, nowNanos);
        }
        if (outgrown > SETTLED) {
            return Optional.of(
                    Failure.of(
                            Failure.Kind.OUTGROWN,
                            "\"%s\" has other media now than was agreed"
                                    .formatted(settings.broadcast())));
        }
        if (!gone) {
            return Optional.empty();
        }
        return nowNanos - goneNanos < settings.linger().toNanos()
                ? Optional.empty()
                : Optional.of(
                        Failure.of(
                                Failure.Kind.BROADCAST_OVER,
                                "\"" + settings.broadcast() + "\" is over"));
    }

    private void look(DialledSession session, long nowNanos) {
        outgrown = session.outgrown() ? outgrown + 1 : 0;
        if (ready()) {
            gone = false;
        } else if (!gone) {
            gone = true;
            goneNanos = nowNanos;
        }
    }

    @Override
    public long heardNanos() {
        return heardNanos;
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Duration tend(long nowNanos) {
        return LONG;
    }

    @Override
    public void close() {}
}
