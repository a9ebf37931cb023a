package org.moqgateway.moq.transport.webtransport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.StreamReader;

/// One end of a stream of a [MemoryConnection].
final class MemoryStream implements BidiStream {
    private final MemoryConnection connection;
    private final long id;
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();
    private @Nullable StreamReader reader;
    private @Nullable StopListener stopListener;
    private long stopCode = -1;
    private boolean sent;
    private boolean stopped;
    private boolean received;
    long order;

    MemoryStream(MemoryConnection connection, long id) {
        this.connection = connection;
        this.id = id;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void sendOrder(long sendOrder) {
        order = sendOrder;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (!sent) {
            byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
            connection.toPeer(id, (_, stream) -> stream.data(copy));
        }
    }

    @Override
    public boolean writable() {
        return !sent;
    }

    @Override
    public void onWritable(Runnable action) {}

    @Override
    public void finish() {
        if (!sent) {
            sent = true;
            connection.toPeer(id, (_, stream) -> stream.end(-1));
        }
    }

    @Override
    public void reset(long code) {
        if (!sent) {
            sent = true;
            connection.toPeer(id, (_, stream) -> stream.end(code));
        }
    }

    @Override
    public void onStopped(StopListener listener) {
        stopListener = listener;
        if (stopCode >= 0) {
            listener.stopped(stopCode);
        }
    }

    @Override
    public void reader(StreamReader newReader) {
        reader = newReader;
        newReader.data(ByteBuffer.wrap(early.toByteArray()));
    }

    @Override
    public void stop(long code) {
        if (!stopped && !received) {
            stopped = true;
            connection.toPeer(id, (_, stream) -> stream.stoppedByPeer(code));
        }
    }

    private void stoppedByPeer(long code) {
        if (!sent) {
            reset(code);
            stopCode = code;
            if (stopListener != null) {
                stopListener.stopped(code);
            }
        }
    }

    private void data(byte[] bytes) {
        if (reader == null) {
            early.writeBytes(bytes);
        } else if (!stopped && !received) {
            reader.data(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        }
    }

    private void end(long code) {
        if (received || reader == null) {
            return;
        }
        received = true;
        if (stopped) {
            return;
        }
        if (code < 0) {
            reader.finished();
        } else {
            reader.reset(code);
        }
    }
}
