package org.moqgateway.bench.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.moqgateway.core.net.UdpMux;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;

/// One dialled peer. Any thread.
///
/// @param <M> its media side
final class LoadPeer<M extends PeerMedia> implements AutoCloseable {
    private static final Duration CONFINED = Duration.ofSeconds(5);

    private final PeerConnection connection;
    private final M media;
    private final UdpMux socket;
    private final Runnable hangUp;
    private final CountDownLatch finished;

    LoadPeer(Parts<M> parts, UdpMux socket, Runnable hangUp) {
        this.connection = parts.connection();
        this.media = parts.media();
        this.finished = parts.finished();
        this.socket = socket;
        this.hangUp = hangUp;
    }

    /// What belongs together.
    ///
    /// @param finished counted down when nothing of the connection is left
    record Parts<M extends PeerMedia>(
            PeerConnection connection, M media, CountDownLatch finished) {}

    /// Its media side, to be touched through [#confined] only, unless it says otherwise.
    M media() {
        return media;
    }

    /// Its transport.
    PeerConnection connection() {
        return connection;
    }

    /// Runs an action on the peer's loop and waits for it.
    ///
    /// @throws IllegalStateException when the loop does not come to it
    void confined(Runnable action) {
        if (!connection.confined(action, CONFINED)) {
            throw new IllegalStateException("a media loop of the load generator is stuck");
        }
    }

    /// Ends the session on the server, then the connection. Blocks.
    @Override
    public void close() {
        hangUp.run();
        connection.close(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, "done"));
        try {
            if (!finished.await(CONFINED.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("a peer did not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            socket.close();
        }
    }
}
