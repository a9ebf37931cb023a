package org.moqgateway.moq.transport.webtransport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.wire.VarInt;

/// Cuts a stream into frames, or a session's data into capsules; both look the same.
///
/// ```text
///  type (varint)  length (varint)  payload (length bytes)
/// ```
final class FrameReader {
    /// The longest payload that is collected.
    static final int MAX_COLLECTED_BYTES = 16 * 1024;

    /// What becomes of a payload.
    enum Use {
        /// Given whole, at most [#MAX_COLLECTED_BYTES].
        COLLECT,
        /// Given in parts as they come.
        PASS,
        /// Dropped.
        SKIP
    }

    /// Hears of frames.
    interface Handler {
        /// A frame begins.
        ///
        /// @return what to do with its payload
        /// @throws Http3Exception when it may not come here
        Use begin(long type, long length) throws Http3Exception;

        /// The payload of a frame that is collected.
        void collected(long type, byte[] payload) throws Http3Exception;

        /// A part of the payload of a frame that is passed on.
        ///
        /// @param part valid until this returns
        void part(ByteBuffer part) throws Http3Exception;
    }

    private enum State {
        /// Between frames, or within the type.
        TYPE,
        /// After the type.
        LENGTH,
        /// After the length, until all of the payload has come.
        PAYLOAD
    }

    private final Handler handler;
    private final VarIntReader number = new VarIntReader();
    private State state = State.TYPE;
    private long type;
    private long missing;
    private Use use = Use.SKIP;
    private byte @Nullable [] payload;

    FrameReader(Handler handler) {
        this.handler = handler;
    }

    /// Says that the type of the first frame has been read elsewhere.
    void typeIsKnown(long first) {
        type = first;
        state = State.LENGTH;
    }

    /// Reads all that is there.
    ///
    /// @throws Http3Exception from the handler, or when a collected payload is too long
    void feed(ByteBuffer bytes) throws Http3Exception {
        while (bytes.hasRemaining()) {
            switch (state) {
                case TYPE -> readType(bytes);
                case LENGTH -> readLength(bytes);
                case PAYLOAD -> readPayload(bytes);
            }
        }
    }

    /// Whether the stream may end here.
    boolean betweenFrames() {
        return state == State.TYPE && number.isEmpty();
    }

    private void readType(ByteBuffer bytes) {
        type = number.read(bytes);
        if (type != VarInt.INCOMPLETE) {
            state = State.LENGTH;
        }
    }

    private void readLength(ByteBuffer bytes) throws Http3Exception {
        long length = number.read(bytes);
        if (length == VarInt.INCOMPLETE) {
            return;
        }
        use = handler.begin(type, length);
        missing = length;
        state = State.PAYLOAD;
        if (use == Use.COLLECT) {
            if (length > MAX_COLLECTED_BYTES) {
                throw new Http3Exception(
                        Http3.EXCESSIVE_LOAD, "frame " + type + " of " + length + " bytes");
            }
            payload = new byte[(int) length];
        }
        if (length == 0) {
            end();
        }
    }

    private void readPayload(ByteBuffer bytes) throws Http3Exception {
        int count = (int) Math.min(missing, bytes.remaining());
        if (payload != null) {
            bytes.get(payload, payload.length - (int) missing, count);
        } else {
            int end = bytes.position() + count;
            if (use == Use.PASS) {
                handler.part(bytes.slice(bytes.position(), count));
            }
            bytes.position(end);
        }
        missing -= count;
        if (missing == 0) {
            end();
        }
    }

    private void end() throws Http3Exception {
        state = State.TYPE;
        byte[] whole = payload;
        payload = null;
        if (whole != null) {
            handler.collected(type, whole);
        }
    }
}
