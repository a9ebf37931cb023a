package org.moqgateway.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.moqgateway.client.http.SignallingException;
import org.moqgateway.client.http.SignallingSession;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.webrtc.DialledSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a remote the candidates that are found after the offer, while it takes them. Any thread.
final class TrickleLoop {
    private static final Logger LOG = LoggerFactory.getLogger(TrickleLoop.class);

    /// Longer than any STUN or TURN server takes that takes part at all.
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final String END = "a=end-of-candidates";

    private final DialledSession dialled;
    private final CompletableFuture<Void> connected;
    private final CompletableFuture<PeerEnd> ended;
    private final SignallingSession remote;
    private final RemoteCalls calls;
    private final ClientTime time;

    private boolean running;

    /// What is to be told after this round, or none.
    private boolean again;

    /// Whether the peer knows nothing of what is found now: a session that is connected may need
    /// the candidates of its restart, and does without the late ones of its start.
    private boolean restarted;

    TrickleLoop(
            DialledSession dialled, SignallingSession remote, RemoteCalls calls, ClientTime time) {
        this.dialled = dialled;
        this.connected = dialled.connected();
        this.ended = dialled.ended();
        this.remote = remote;
        this.calls = calls;
        this.time = time;
    }

    /// Begins, and tells what is found before there is a connection.
    synchronized void begin() {
        if (running) {
            again = true;
        } else {
            running = true;
            var unused = calls.begin(this::loop);
        }
    }

    /// Begins anew, after an ICE restart.
    synchronized void restarted() {
        restarted = true;
        begin();
    }

    private synchronized boolean goesOn() {
        running = again;
        again = false;
        return running;
    }

    private synchronized boolean enough() {
        return connected.isDone() && !restarted;
    }

    private boolean loop() throws InterruptedException {
        boolean told;
        do {
            told = round();
        } while (goesOn());
        return told;
    }

    private boolean round() throws InterruptedException {
        try {
            return tell();
        } catch (SignallingException failure) {
            // A remote that is gone is noticed by whoever waits for media.
            LOG.debug("{} took no candidates: {}", remote.url().getHost(), failure.getMessage());
            return false;
        }
    }

    private boolean tell() throws SignallingException, InterruptedException {
        long endNanos = time.nowNanos() + LONGEST.toNanos();
        while (!ended.isDone() && time.nowNanos() - endNanos < 0) {
            Optional<String> fragment = dialled.trickle(SLICE);
            if (fragment.isPresent()) {
                if (!remote.trickle(fragment.get()) || fragment.get().contains(END)) {
                    return true;
                }
            } else if (enough() || time.await(ended, BETWEEN)) {
                return true;
            }
        }
        return false;
    }
}
