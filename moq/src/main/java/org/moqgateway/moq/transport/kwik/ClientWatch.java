package org.moqgateway.moq.transport.kwik;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.packet.QuicPacket;

/// The packet log of a client's connection, and its handshake. Kwik tells of a refused handshake
/// seconds late; here it is heard when its packet comes.
final class ClientWatch extends PacketWatch {
    private static final long READY_NANOS = 1_000_000_000L;
    private static final long LOOK_NANOS = 100_000L;

    private final CompletableFuture<Boolean> handshake = new CompletableFuture<>();
    private volatile @Nullable FrameListener listener;
    private volatile @Nullable Thread connecting;

    /// Shows a connection its packets from now on.
    void show(FrameListener to) {
        listener = to;
    }

    @Override
    @Nullable FrameListener listener() {
        return listener;
    }

    @Override
    public void received(Instant time, int datagram, QuicPacket packet) {
        if (!handshake.isDone()) {
            awaitReadiness();
            packet.getFrames().stream()
                    .filter(ConnectionCloseFrame.class::isInstance)
                    .map(ConnectionCloseFrame.class::cast)
                    .findFirst()
                    .ifPresent(this::refused);
        }
        super.received(time, datagram, packet);
    }

    /// Kwik's TLS engine notes that it expects an answer only after it has sent its ClientHello: an
    /// answer that is quicker is lost, and the handshake with it. It is ready when the thread that
    /// connects waits for the end of the handshake.
    private void awaitReadiness() {
        Thread thread = connecting;
        long deadline = System.nanoTime() + READY_NANOS;
        while (thread != null
                && thread.isAlive()
                && thread.getState() != Thread.State.TIMED_WAITING
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        connecting = null;
    }

    private void refused(ConnectionCloseFrame close) {
        IOException why =
                close.hasTlsError()
                        ? new TlsRefusal((int) close.getTlsError(), close.getReasonPhrase())
                        : new IOException(
                                "refused with QUIC error "
                                        + close.getErrorCode()
                                        + " "
                                        + close.getReasonPhrase());
        handshake.completeExceptionally(why);
    }

    /// The server refused with an alert of TLS.
    static final class TlsRefusal extends IOException {
        private static final int NO_APPLICATION_PROTOCOL = 120;
        private static final long serialVersionUID = 1L;

        private final int alert;

        TlsRefusal(int alert, String reason) {
            super("refused with TLS alert " + alert + " " + reason);
            this.alert = alert;
        }

        /// Whether it speaks none of the protocols offered (RFC 9001 §8.1).
        boolean ofProtocol() {
            return alert == NO_APPLICATION_PROTOCOL;
        }
    }

    /// Connects; waits for the outcome.
    ///
    /// @throws IOException when the server does not answer, refuses or shows a wrong certificate
    void connect(QuicClientConnection quic) throws IOException, InterruptedException {
        Thread thread = Thread.ofVirtual().name("kwik-dial").unstarted(() -> connectNow(quic));
        connecting = thread;
        thread.start();
        try {
            handshake.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        }
    }

    private void connectNow(QuicClientConnection quic) {
        try {
            quic.connect();
            handshake.complete(true);
        } catch (IOException | RuntimeException e) {
            handshake.completeExceptionally(e);
        }
    }
}
