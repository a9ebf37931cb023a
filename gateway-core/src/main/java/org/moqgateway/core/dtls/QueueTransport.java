package org.moqgateway.core.dtls;

import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/// What BouncyCastle reads datagrams from and writes them to: a bounded queue and a callback.
final class QueueTransport implements DatagramTransport {

    private static final int MOST_DATAGRAMS = 64;
    private static final int RECEIVE_LIMIT = 2048;
    private static final byte[] WAKE_UP = new byte[0];

    private final BlockingQueue<byte[]> inbound = new ArrayBlockingQueue<>(MOST_DATAGRAMS);
    private final Consumer<byte[]> outbound;
    private final int sendLimit;
    private final @Nullable FlightOrder order;
    private final byte[] pending;
    private int pendingBytes;
    private volatile boolean closed;

    /// @param order for a server: what brings the client's flight into order
    QueueTransport(Consumer<byte[]> outbound, int sendLimit, @Nullable FlightOrder order) {
        this.outbound = outbound;
        this.sendLimit = sendLimit;
        this.order = order;
        this.pending = new byte[sendLimit];
    }

    /// Any thread.
    ///
    /// @return false if the queue is full or the transport closed
    boolean offer(byte[] datagram) {
        return !closed && inbound.offer(datagram);
    }

    boolean stopped() {
        return closed;
    }

    /// Ends the receiving side: [#receive] throws from now on; sending still works, for the last
    /// alert. Any thread.
    void stop() {
        closed = true;
        inbound.clear();
        inbound.offer(WAKE_UP);
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return sendLimit;
    }

    /// @param waitMillis 0 waits for ever
    /// @return the length, or -1 when the time is over
    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis)
            throws InterruptedIOException {
        flush();
        byte[] datagram = take(waitMillis);
        if (closed) {
            throw new InterruptedIOException("closed");
        }
        if (datagram == null || datagram.length > length) {
            return -1;
        }
        System.arraycopy(datagram, 0, buffer, offset, datagram.length);
        // Nothing left reads as an empty datagram, which is ignored, not as a timeout.
        return order == null ? datagram.length : order.filter(buffer, offset, datagram.length);
    }

    private byte @Nullable [] take(int waitMillis) throws InterruptedIOException {
        try {
            return waitMillis == 0
                    ? inbound.take()
                    : inbound.poll(waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /// Collects the records of a flight, of which the library sends each by itself: fewer datagrams
    /// to lose.
    @Override
    public void send(byte[] buffer, int offset, int length) {
        if (pendingBytes + length > pending.length) {
            flush();
        }
        if (length > pending.length) {
            outbound.accept(Arrays.copyOfRange(buffer, offset, offset + length));
            return;
        }
        System.arraycopy(buffer, offset, pending, pendingBytes, length);
        pendingBytes += length;
    }

    /// Sends what was collected. The connection's thread.
    void flush() {
        if (pendingBytes > 0) {
            byte[] datagram = Arrays.copyOf(pending, pendingBytes);
            pendingBytes = 0;
            outbound.accept(datagram);
        }
    }

    /// BouncyCastle is done with the connection, after the last alert in either direction.
    @Override
    public void close() {
        flush();
        stop();
    }
}
