package org.moqgateway.codecs.av1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.VideoConfig;

/// Keeps the newest sequence header, as bytes and parsed. It is parsed once per change.
final class SequenceHeaderCache {
    static final byte[] NO_OBU = {};

    /// The longest that a sequence header can be is far less: 32 operating points of 12 bytes.
    private static final int MAX_PAYLOAD_BYTES = 1024;

    private static final int SEQUENCE_HEADER_WITH_SIZE = 0x0a;

    private byte[] obu = NO_OBU;
    private int payloadOffset;
    private @Nullable SequenceHeader header;
    private @Nullable VideoConfig config;

    /// Takes a sequence header.
    ///
    /// @return false when it cannot be parsed; the earlier one stays
    boolean store(byte[] buffer, int offset, int length) {
        if (header != null
                && Arrays.equals(obu, payloadOffset, obu.length, buffer, offset, offset + length)) {
            return true;
        }
        if (length > MAX_PAYLOAD_BYTES) {
            return false;
        }
        SequenceHeader parsed = SequenceHeader.parse(buffer, offset, length).orElse(null);
        if (parsed == null) {
            return false;
        }
        header = parsed;
        config = null;
        obu = new byte[1 + Leb128.bytes(length) + length];
        obu[0] = SEQUENCE_HEADER_WITH_SIZE;
        payloadOffset = Leb128.write(length, obu, 1);
        System.arraycopy(buffer, offset, obu, payloadOffset, length);
        return true;
    }

    /// The newest sequence header, null before the first one.
    @Nullable SequenceHeader header() {
        return header;
    }

    /// The newest sequence header as an OBU with size field, not to be modified; empty before
    /// the first one.
    byte[] obu() {
        return obu;
    }

    boolean reducedStillPicture() {
        return header != null && header.reducedStillPicture();
    }

    /// The configuration for pictures of a size, the same object while nothing changes.
    @Nullable VideoConfig configOf(int width, int height) {
        boolean same =
                config != null && config.codedWidth() == width && config.codedHeight() == height;
        if (!same && header != null) {
            config = header.videoConfig(width, height);
        }
        return config;
    }
}
