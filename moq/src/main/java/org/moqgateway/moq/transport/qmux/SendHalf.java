package org.moqgateway.moq.transport.qmux;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.SendStream;

/// The sending direction of a stream: what waits, and how much of it the peer takes.
final class SendHalf implements SendStream {
    /// [#writable] turns false at this many bytes and true again below half of them.
    static final int HIGH_WATER_BYTES = 64 * 1024;

    private enum State {
        /// Entered at birth; left by finish, reset, or the peer's stop.
        OPEN,
        /// Entered by finish; left when the last byte has gone, or by reset.
        FINISHING,
        /// Terminal: all was handed to the carrier.
        FINISHED,
        /// Terminal: cut off by either side, or by the end of the connection.
        RESET
    }

    private static final class Chunk {
        private final byte[] bytes;
        private int offset;
        private int length;

        Chunk(byte[] bytes, int offset, int length) {
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
        }
    }

    private final StreamTable table;
    private final StreamEntry entry;
    private final long age;
    private final Queue<Chunk> chunks = new ArrayDeque<>();
    private State state = State.OPEN;
    private long order;
    private long queued;
    private long sent;
    private long max;
    private boolean full;
    private long stoppedCode = -1;
    private @Nullable Runnable onWritable;
    private @Nullable StopListener onStopped;

    /// @param age grows from stream to stream: of equals the older goes first
    SendHalf(StreamTable table, StreamEntry entry, long age, long max) {
        this.table = table;
        this.entry = entry;
        this.age = age;
        this.max = max;
    }

    StreamEntry entry() {
        return entry;
    }

    long order() {
        return order;
    }

    long age() {
        return age;
    }

    boolean ended() {
        return state == State.FINISHED || state == State.RESET;
    }

    /// Whether there is anything that the stream's own flow control lets go.
    boolean sendable() {
        return switch (state) {
            case OPEN -> queued > 0 && (sent < max || !entry.opened());
            case FINISHING -> queued == 0 || sent < max || !entry.opened();
            case FINISHED, RESET -> false;
        };
    }

    @Override
    public void sendOrder(long newOrder) {
        if (newOrder != order) {
            table.scheduler().remove(this);
            order = newOrder;
            table.schedule(this);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (state != State.OPEN || length == 0) {
            return;
        }
        chunks.add(new Chunk(bytes, offset, length));
        queued += length;
        full = full || queued >= HIGH_WATER_BYTES;
        table.schedule(this);
    }

    @Override
    public boolean writable() {
        return state == State.OPEN && !full;
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    @Override
    public void finish() {
        if (state == State.OPEN) {
            state = State.FINISHING;
            table.schedule(this);
        }
    }

    @Override
    public void reset(long code) {
        if (!ended()) {
            if (entry.opened()) {
                long finalSize = sent;
                long id = entry.id();
                table.control(() -> new QmuxFrame.ResetStream(id, code, finalSize, false));
            }
            drop();
        }
    }

    @Override
    public void onStopped(StopListener listener) {
        onStopped = listener;
        if (stoppedCode >= 0) {
            listener.stopped(stoppedCode);
        }
    }

    /// The peer wants nothing more: the stream is reset with its code (RFC 9000 §3.5).
    void stopped(long code) {
        if (ended()) {
            return;
        }
        reset(code);
        stoppedCode = code;
        if (onStopped != null) {
            onStopped.stopped(code);
        }
    }

    /// The peer takes more of this stream.
    void raise(long newMax) {
        if (newMax > max) {
            max = newMax;
            table.schedule(this);
        }
    }

    /// Ends it without a word to the peer.
    void drop() {
        if (!ended()) {
            state = State.RESET;
            chunks.clear();
            queued = 0;
            table.scheduler().remove(this);
            entry.halfEnded();
        }
    }

    /// Appends one frame.
    ///
    /// @param out with room for a header and at least one byte
    /// @param credit how many bytes the connection's flow control lets go
    /// @param maxPayload most bytes in one frame
    /// @return how many bytes of payload it holds
    int transmit(ByteBuffer out, long credit, int maxPayload) {
        int header = 1 + VarInt.size(entry.id()) + VarInt.size(sent) + 4;
        long room = Math.min(maxPayload, out.remaining() - header);
        int length = (int) Math.min(Math.min(queued, max - sent), Math.min(credit, room));
        boolean fin = state == State.FINISHING && length == queued;
        QmuxFrame.streamHeader(out, entry.id(), sent, length, fin);
        copy(out, length);
        sent += length;
        queued -= length;
        if (fin) {
            state = State.FINISHED;
        }
        return length;
    }

    private void copy(ByteBuffer out, int length) {
        int left = length;
        while (left > 0) {
            Chunk chunk = chunks.element();
            int part = Math.min(left, chunk.length);
            out.put(chunk.bytes, chunk.offset, part);
            chunk.offset += part;
            chunk.length -= part;
            left -= part;
            if (chunk.length == 0) {
                chunks.remove();
            }
        }
    }

    /// After [#transmit], when nothing is half done any more: tells whoever waits for it.
    void transmitted() {
        if (state == State.FINISHED) {
            entry.halfEnded();
        } else if (full && queued < HIGH_WATER_BYTES / 2 && state == State.OPEN) {
            full = false;
            if (onWritable != null) {
                onWritable.run();
            }
        }
    }
}
