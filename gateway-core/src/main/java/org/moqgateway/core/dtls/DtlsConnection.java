package org.moqgateway.core.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.srtp.SrtpKeyingMaterial;

/// One DTLS 1.2 connection on a virtual thread of its own, for the SRTP keys of one peer.
///
/// The thread ends, and with it the queue, after [#close()], the peer's close_notify, a fatal alert
/// or the handshake deadline.
public final class DtlsConnection implements AutoCloseable {

    private static final AtomicLong NUMBER = new AtomicLong();
    private static final int RECEIVE_BYTES = 2048;

    private final DtlsSettings settings;
    private final DtlsListener listener;
    private final QueueTransport transport;
    private final DtlsGuard guard = new DtlsGuard();
    private final Thread thread;
    private volatile boolean established;
    private volatile boolean closing;
    private boolean guardKnows;

    private DtlsConnection(DtlsSettings settings, DtlsListener listener) {
        this.settings = settings;
        this.listener = listener;
        FlightOrder order = settings.role() == DtlsRole.SERVER ? new FlightOrder() : null;
        this.transport = new QueueTransport(listener::send, settings.mtu(), order);
        this.thread =
                Thread.ofVirtual().name("dtls-" + NUMBER.getAndIncrement()).unstarted(this::run);
    }

    /// Starts the thread; as a client the first ClientHello leaves at once.
    public static DtlsConnection start(DtlsSettings settings, DtlsListener listener) {
        DtlsConnection connection = new DtlsConnection(settings, listener);
        connection.thread.start();
        return connection;
    }

    /// Loads and warms what a handshake needs, so that no peer waits for it, by one handshake with
    /// ourselves. Once, at start-up; blocks for a fraction of a second; any thread.
    ///
    /// @param certificate ours
    /// @return whether the handshake succeeded, which is a self-test too
    public static boolean warmUp(DtlsCertificate certificate) {
        return new SelfHandshake(certificate).run();
    }

    /// Takes a datagram from the peer, whose address ICE has validated. Never blocks. One thread:
    /// the peer's loop.
    ///
    /// @param buffer lent: its bytes are copied if the guard lets them pass
    /// @return [DtlsVerdict#ACCEPTED], or why it was dropped
    public DtlsVerdict offer(byte[] buffer, int offset, int length) {
        if (established && !guardKnows) {
            guardKnows = true;
            guard.established();
        }
        DtlsVerdict verdict = guard.check(buffer, offset, length);
        if (verdict != DtlsVerdict.ACCEPTED) {
            return verdict;
        }
        if (transport.offer(Arrays.copyOfRange(buffer, offset, offset + length))) {
            return DtlsVerdict.ACCEPTED;
        }
        return transport.stopped() ? DtlsVerdict.CLOSED : DtlsVerdict.QUEUE_FULL;
    }

    /// Sends close_notify if the handshake was done, then ends. Returns at once; any thread;
    /// idempotent.
    @Override
    public void close() {
        closing = true;
        transport.stop();
    }

    /// Waits for the end of the thread, for tests and for an orderly stop.
    ///
    /// @return false if it has not ended in time
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return thread.join(atMost);
    }

    private void run() {
        PeerPolicy policy = new PeerPolicy(settings);
        try {
            DTLSTransport connection = handshake(policy);
            SrtpKeyingMaterial keys = policy.keys();
            if (keys == null) {
                throw new IllegalStateException("handshake without keys");
            }
            transport.flush();
            established = true;
            listener.established(keys);
            listenUntilClosed(connection);
            listener.closed(!closing);
        } catch (IOException | RuntimeException e) {
            end(policy.failure(), e);
        } finally {
            transport.stop();
        }
    }

    private DTLSTransport handshake(PeerPolicy policy) throws IOException {
        return switch (settings.role()) {
            case SERVER -> new DTLSServerProtocol().accept(new SrtpTlsServer(policy), transport);
            case CLIENT -> new DTLSClientProtocol().connect(new SrtpTlsClient(policy), transport);
        };
    }

    /// Stays to answer a repeated last flight and to hear close_notify; application data is
    /// nobody's here.
    private static void listenUntilClosed(DTLSTransport connection) throws IOException {
        byte[] ignored = new byte[RECEIVE_BYTES];
        try {
            while (true) {
                connection.receive(ignored, 0, ignored.length, 0);
            }
        } catch (InterruptedIOException e) {
            connection.close();
        }
    }

    private void end(@Nullable DtlsFailure refused, Exception cause) {
        if (closing) {
            listener.closed(false);
            return;
        }
        DtlsFailure reason = refused != null ? refused : reasonOf(cause);
        listener.failed(reason, reason + ": " + cause.getMessage());
    }

    private static DtlsFailure reasonOf(Exception cause) {
        return switch (cause) {
            case TlsTimeoutException e -> DtlsFailure.TIMED_OUT;
            case TlsFatalAlertReceived e -> DtlsFailure.PEER_ALERT;
            case TlsFatalAlert e when e.getAlertDescription() == AlertDescription.internal_error ->
                    DtlsFailure.INTERNAL_ERROR;
            case TlsFatalAlert e -> DtlsFailure.PROTOCOL_ERROR;
            case IOException e -> DtlsFailure.PROTOCOL_ERROR;
            default -> DtlsFailure.INTERNAL_ERROR;
        };
    }
}
