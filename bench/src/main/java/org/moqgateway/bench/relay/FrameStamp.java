package org.moqgateway.bench.relay;

import java.nio.ByteBuffer;

/// What a payload begins with: the moment of sending (8 bytes) and the frame's number since the
/// publisher began (8 bytes), both big-endian.
record FrameStamp(long sentNanos, long number) {
    /// Bytes of a stamp.
    static final int BYTES = 16;

    /// Writes it over the beginning of a payload.
    void write(byte[] payload) {
        ByteBuffer.wrap(payload).putLong(sentNanos).putLong(number);
    }

    /// Reads the stamp of a payload of at least [#BYTES] bytes.
    static FrameStamp read(byte[] payload) {
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        return new FrameStamp(bytes.getLong(), bytes.getLong());
    }
}
