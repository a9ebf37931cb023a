package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Reads a group stream, or the answer of a FETCH, out of bytes that come in pieces.
///
/// A frame that is declared but does not come costs no memory: room is made as its bytes arrive,
/// for at most the larger of 16 KiB and twice what came. The sink is asked for that room, and told
/// when it is given back: as soon as the frame is whole, or with [#discard]. How many frames and
/// bytes a group may have in all is left to who keeps them. Not thread-safe.
public final class GroupReader {
    /// Hears what is read. A method that throws ends the reading, and the reader is of no use then.
    public interface Sink {
        /// The header of a group stream came. Not called for a FETCH.
        void group(GroupHeader header) throws WireException;

        /// A frame came.
        ///
        /// @param timestamp in units of the track's timescale; 0 where the version has none
        /// @param payload the callee's own
        void frame(long timestamp, byte[] payload) throws WireException;

        /// A frame that is not whole takes more memory.
        ///
        /// @param bytes how much more
        /// @return false when there is no room for it: reading fails with
        ///     [MoqError#FRAME_TOO_LARGE]
        boolean hold(int bytes);

        /// Memory that was held is given back.
        void release(int bytes);
    }

    private enum State {
        HEADER_LENGTH,
        SUBSCRIBE_ID,
        SEQUENCE,
        TIMESTAMP,
        LENGTH,
        PAYLOAD
    }

    // Of the payload: what is there for its first bytes, and what is there once they have come. A
    // frame of usual size is then copied no more than once on its way.
    private static final int FIRST_ROOM = 1024;
    private static final int SECOND_ROOM = 16 * 1024;
    private static final byte[] NO_BYTES = {};

    private final boolean timestamps;
    private final int maxFrameBytes;
    private final Sink sink;
    private final VarIntReader number = new VarIntReader();

    private State state;
    private long headerBytes;
    private long subscribeId;
    private long timestamp;
    private int frameBytes;
    private int filled;
    private byte[] payload = NO_BYTES;
    private int held;

    private GroupReader(State first, MoqVersion version, int maxFrameBytes, Sink sink) {
        this.state = first;
        this.timestamps = version.hasFrameTimestamps();
        this.maxFrameBytes = maxFrameBytes;
        this.sink = sink;
    }

    /// A reader of a unidirectional stream, from behind its [UniStreamType] on.
    ///
    /// @param maxFrameBytes the largest payload; a larger one is [MoqError#FRAME_TOO_LARGE]
    public static GroupReader ofStream(MoqVersion version, int maxFrameBytes, Sink sink) {
        return new GroupReader(State.HEADER_LENGTH, version, maxFrameBytes, sink);
    }

    /// A reader of what answers a [Fetch].
    ///
    /// @param maxFrameBytes as above
    public static GroupReader ofFetch(MoqVersion version, int maxFrameBytes, Sink sink) {
        State first = version.hasFrameTimestamps() ? State.TIMESTAMP : State.LENGTH;
        return new GroupReader(first, version, maxFrameBytes, sink);
    }

    /// Takes all bytes from position to limit and tells the sink what they complete.
    ///
    /// @throws WireException when they are no group; also what the sink throws
    public void read(ByteBuffer bytes) throws WireException {
        while (bytes.hasRemaining()) {
            if (state == State.PAYLOAD) {
                fill(bytes);
            } else {
                int start = bytes.position();
                long value = number.read(bytes);
                headerBytes -= bytes.position() - start;
                if (value != VarInt.INCOMPLETE) {
                    field(value);
                }
            }
        }
    }

    /// Says that the stream ended.
    ///
    /// @throws WireException when it ended within the header or a frame
    public void finish() throws WireException {
        if (state == State.PAYLOAD) {
            throw new WireException(
                    MoqError.WRONG_SIZE, "frame of " + frameBytes + " bytes ended after " + filled);
        }
        if (number.within() || state != firstOfFrame()) {
            throw WireReader.malformed("stream ended within a header");
        }
    }

    private State firstOfFrame() {
        return timestamps ? State.TIMESTAMP : State.LENGTH;
    }

    private void field(long value) throws WireException {
        switch (state) {
            case HEADER_LENGTH -> {
                headerBytes = value;
                state = State.SUBSCRIBE_ID;
            }
            case SUBSCRIBE_ID -> {
                subscribeId = value;
                state = State.SEQUENCE;
            }
            case SEQUENCE -> header(value);
            case TIMESTAMP -> {
                timestamp(value);
                state = State.LENGTH;
            }
            case LENGTH -> begin(value);
            case PAYLOAD -> throw new IllegalStateException("a payload has no fields");
        }
    }

    // The header's fields have to fill its length; longer forms of the numbers are allowed.
    private void header(long sequence) throws WireException {
        if (headerBytes != 0) {
            throw WireReader.malformed("group header is not as long as it says");
        }
        state = firstOfFrame();
        sink.group(new GroupHeader(subscribeId, sequence));
    }

    private void timestamp(long delta) throws WireException {
        timestamp += VarInt.unzigzag(delta);
        if (timestamp < 0 || timestamp > VarInt.MAX_VALUE) {
            throw WireReader.malformed("timestamp is not within 0..2^62-1");
        }
    }

    private void begin(long length) throws WireException {
        if (length > maxFrameBytes) {
            throw new WireException(
                    MoqError.FRAME_TOO_LARGE,
                    "frame of " + length + " bytes, at most " + maxFrameBytes);
        }
        frameBytes = (int) length;
        filled = 0;
        state = State.PAYLOAD;
        if (length == 0) {
            complete();
        }
    }

    private void fill(ByteBuffer bytes) throws WireException {
        int count = Math.min(bytes.remaining(), frameBytes - filled);
        if (payload.length < filled + count) {
            grow(filled + count);
        }
        bytes.get(payload, filled, count);
        filled += count;
        if (filled == frameBytes) {
            complete();
        }
    }

    private void grow(int needed) throws WireException {
        long wanted = needed < FIRST_ROOM ? FIRST_ROOM : Math.max(SECOND_ROOM, 2L * needed);
        int size = (int) Math.min(frameBytes, wanted);
        // What is whole at once is never held.
        if (needed < frameBytes) {
            if (!sink.hold(size - held)) {
                throw new WireException(
                        MoqError.FRAME_TOO_LARGE, "no room for a frame of " + frameBytes);
            }
            held = size;
        }
        payload = Arrays.copyOf(payload, size);
    }

    private void complete() throws WireException {
        byte[] whole = payload.length == frameBytes ? payload : Arrays.copyOf(payload, frameBytes);
        discard();
        state = firstOfFrame();
        sink.frame(timestamp, whole);
    }

    /// Gives back the room of a frame that is not whole. Nothing is read after it.
    public void discard() {
        int given = held;
        held = 0;
        payload = NO_BYTES;
        if (given > 0) {
            sink.release(given);
        }
    }
}
