package org.moqgateway.moq.transport.tcp;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.TransportLoop;
import org.moqgateway.moq.transport.qmux.MessagePipe;
import org.moqgateway.moq.transport.qmux.QmuxConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records on a socket, each behind its length (varint). One virtual thread reads and waits while
/// too much is unread, one writes; neither is the loop.
final class TcpPipe implements MessagePipe {
    private static final Logger log = LoggerFactory.getLogger(TcpPipe.class);

    private static final int MAX_RECORD_BYTES = 16382;
    private static final int MAX_WAITING = 2;
    private static final int MAX_UNREAD = 64;
    private static final long CLOSE_NANOS = 2_000_000_000L;
    private static final byte[] LAST = new byte[0];

    private final Socket raw;
    private final Socket socket;
    private final Runnable onEnd;
    private final TransportLoop loop;
    private final InputStream in;
    private final OutputStream out;
    private final BlockingQueue<byte[]> outbox = new LinkedBlockingQueue<>();
    private final AtomicInteger running = new AtomicInteger(2);
    private final Semaphore unread = new Semaphore(MAX_UNREAD);
    private Runnable onWritable = () -> {};
    private byte @Nullable [] first;

    /// Records handed over and not written yet; the loop's.
    private int waiting;

    private boolean closing;
    private volatile TransportLoop.@Nullable Timer deadline;
    private volatile boolean aborted;

    /// @param raw closed when all ends, even where TLS would wait
    /// @param socket what is read and written: `raw` or the TLS above it
    /// @param onEnd run when it is over; any thread, perhaps twice
    TcpPipe(Socket raw, Socket socket, TransportLoop loop, Runnable onEnd) throws IOException {
        this.raw = raw;
        this.onEnd = onEnd;
        this.socket = socket;
        this.loop = loop;
        this.in = new BufferedInputStream(socket.getInputStream(), 2 * MAX_RECORD_BYTES);
        this.out = socket.getOutputStream();
    }

    /// Writes one record, blocking; only before [#run].
    void write(byte[] record) throws IOException {
        byte[] framed = new byte[4 + record.length];
        out.write(framed, 0, frame(record, framed));
        out.flush();
    }

    /// Reads one record, blocking; only before [#run].
    ///
    /// @return null at the end of the stream
    byte @Nullable [] read() throws IOException {
        int lead = in.read();
        if (lead < 0) {
            return null;
        }
        int bytes = 1 << (lead >> 6);
        long size = lead & 0x3F;
        for (int i = 1; i < bytes; i++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the stream ends within a record's length");
            }
            size = size << 8 | next;
        }
        if (size > MAX_RECORD_BYTES) {
            throw new IOException("a record larger than we allowed: " + size);
        }
        byte[] record = in.readNBytes((int) size);
        if (record.length < size) {
            throw new EOFException("the stream ends within a record");
        }
        return record;
    }

    /// Gives a record back that was read: it comes again as the first. Only before [#run].
    void unread(byte[] record) {
        first = record;
    }

    /// Reads and writes from now on.
    void run(QmuxConnection connection) {
        String name = "qmux " + raw.getRemoteSocketAddress();
        Thread.ofVirtual().name(name + " in").start(() -> readAll(connection));
        Thread.ofVirtual().name(name + " out").start(() -> writeAll(connection));
    }

    private void readAll(QmuxConnection connection) {
        String reason = "the peer ended the stream";
        try {
            byte[] record = first == null ? read() : first;
            for (; record != null; record = read()) {
                byte[] whole = record;
                unread.acquireUninterruptibly();
                loop.execute(
                        () -> {
                            unread.release();
                            connection.received(ByteBuffer.wrap(whole));
                        });
            }
        } catch (IOException e) {
            reason = String.valueOf(e.getMessage());
        }
        String last = reason;
        loop.execute(
                () -> {
                    connection.pipeClosed(last);
                    close(last);
                });
        halfEnded();
    }

    private void writeAll(QmuxConnection connection) {
        try {
            byte[] framed = new byte[4 + MAX_RECORD_BYTES];
            byte[] record;
            while ((record = outbox.take()) != LAST) {
                out.write(framed, 0, frame(record, framed));
                out.flush();
                loop.execute(this::written);
            }
            // The peer is to read our last words before it finds the socket gone.
            socket.shutdownOutput();
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            loop.execute(() -> connection.pipeClosed(reason));
            abort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort();
        }
        halfEnded();
    }

    private void halfEnded() {
        if (running.decrementAndGet() == 0) {
            abort();
        }
    }

    private static int frame(byte[] record, byte[] framed) {
        ByteBuffer buffer = ByteBuffer.wrap(framed);
        if (record.length < 64) {
            buffer.put((byte) record.length);
        } else {
            buffer.putShort((short) (record.length | 0x4000));
        }
        buffer.put(record);
        return buffer.position();
    }

    private void written() {
        waiting--;
        if (writable()) {
            onWritable.run();
        }
    }

    @Override
    public boolean writable() {
        return waiting < MAX_WAITING && !closing;
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    @Override
    public void send(byte[] record) {
        if (!closing) {
            waiting++;
            outbox.add(record);
        }
    }

    /// A byte stream has no sign of life of its own; the records have.
    @Override
    public void ping() {}

    @Override
    public void close(String reason) {
        if (!closing) {
            closing = true;
            outbox.add(LAST);
            TransportLoop.Timer timer = loop.schedule(this::abort, CLOSE_NANOS);
            deadline = timer;
            if (aborted) {
                // Nobody else would cancel it, and until it ran it would hold all of this.
                timer.cancel();
            }
        }
    }

    /// Drops the socket. Any thread.
    void abort() {
        aborted = true;
        onEnd.run();
        TransportLoop.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
        try {
            raw.close();
        } catch (IOException e) {
            log.debug("a socket failed at its end", e);
        }
    }
}
