package org.moqgateway.moq.transport.qmux;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.StreamReader;

/// The receiving direction of a stream. What comes before there is a reader waits, bounded by the
/// stream's window.
final class ReceiveHalf implements ReceiveStream {
    private final StreamTable table;
    private final StreamEntry entry;
    private final ReceiveWindow window;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private @Nullable StreamReader reader;
    private boolean stopped;
    private long stopCode;
    private boolean ended;
    private long resetCode = -1;

    ReceiveHalf(StreamTable table, StreamEntry entry, ReceiveWindow window) {
        this.table = table;
        this.entry = entry;
        this.window = window;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void reader(StreamReader newReader) {
        reader = newReader;
        while (!waiting.isEmpty() && !stopped) {
            byte[] bytes = waiting.remove();
            deliver(ByteBuffer.wrap(bytes));
        }
        if (ended) {
            tellEnd();
        }
    }

    @Override
    public void stop(long code) {
        if (stopped) {
            return;
        }
        stopped = true;
        stopCode = code;
        waiting.forEach(bytes -> consumed(bytes.length));
        waiting.clear();
        if (!ended && entry.opened()) {
            sayStop();
        }
    }

    /// The stream got its number: a stop that came before it can be said now.
    void opened() {
        if (stopped) {
            sayStop();
        }
    }

    private void sayStop() {
        window.close();
        table.control(() -> new QmuxFrame.StopSending(entry.id(), stopCode));
    }

    /// Bytes came.
    ///
    /// @throws QmuxException when they were more than allowed
    void data(ByteBuffer payload, boolean fin) throws QmuxException {
        if (ended) {
            return;
        }
        int length = payload.remaining();
        window.receive(length);
        table.received(length);
        if (fin) {
            end();
        }
        if (stopped) {
            consumed(length);
        } else if (reader == null) {
            byte[] bytes = new byte[length];
            payload.get(bytes);
            waiting.add(bytes);
        } else {
            deliver(payload);
            if (fin) {
                tellEnd();
            }
        }
    }

    /// The peer gave the stream up. What upstream says of the final size can be too small; then
    /// what came counts.
    ///
    /// @throws QmuxException when the final size is more than allowed
    void reset(long code, long finalSize) throws QmuxException {
        if (ended) {
            return;
        }
        long gap = Math.max(0, finalSize - window.received());
        window.receive(gap);
        table.received(gap);
        table.consumed(gap);
        resetCode = code;
        end();
        waiting.forEach(bytes -> consumed(bytes.length));
        waiting.clear();
        tellEnd();
    }

    /// The connection has ended: nothing more is told.
    void drop() {
        stopped = true;
        waiting.clear();
    }

    private void end() {
        ended = true;
        window.close();
        entry.halfEnded();
    }

    private void deliver(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (length > 0 && reader != null) {
            reader.data(bytes);
        }
        consumed(length);
    }

    private void consumed(int length) {
        window.consume(length);
        table.consumed(length);
    }

    private void tellEnd() {
        if (stopped || reader == null) {
            return;
        }
        stopped = true;
        if (resetCode >= 0) {
            reader.reset(resetCode);
        } else {
            reader.finished();
        }
    }
}
