package org.moqgateway.client;

import java.time.Duration;
import java.util.Optional;
import org.moqgateway.core.webrtc.DialRequest;
import org.moqgateway.core.webrtc.DialledSession;
import org.moqgateway.core.webrtc.SessionDialer;

/// A broadcast of ours is sent to the remote while it is live, and a little longer.
final class PushedMedia implements ClientMedia {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration ASK = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ClientSettings settings;
    private final SessionDialer dialer;

    private long heardNanos;
    private long received;
    private boolean gone;
    private long goneNanos;
    private long askNanos;

    PushedMedia(ClientSettings settings, SessionDialer dialer, long nowNanos) {
        this.settings = settings;
        this.dialer = dialer;
        this.heardNanos = nowNanos;
        this.askNanos = nowNanos;
    }

    @Override
    public boolean ready() throws InterruptedException {
        return live(Duration.ZERO);
    }

    @Override
    public void awaitReady() throws InterruptedException {
        while (!live(LONG)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private boolean live(Duration atMost) throws InterruptedException {
        return dialer.awaitLive(settings.broadcast(), settings.renditions(), atMost);
    }

    @Override
    public DialRequest begin() {
        gone = false;
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
    public Optional<Failure> overdue(long nowNanos, boolean asked) throws InterruptedException {
        if (nowNanos - askNanos >= 0) {
            askNanos = nowNanos + ASK.toNanos();
            look(nowNanos);
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

    private void look(long nowNanos) throws InterruptedException {
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
