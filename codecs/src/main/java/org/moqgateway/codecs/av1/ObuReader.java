package org.moqgateway.codecs.av1;

import java.util.Objects;

/// Walks the OBUs of a temporal unit in the low-overhead format (AV1 §5.2): each tells its
/// size, but for the last one, which may reach to the end.
///
/// Reusable, and not bound to a thread. What follows a malformed OBU cannot be found and is not
/// reported.
final class ObuReader {
    private static final byte[] NO_BYTES = {};

    private byte[] buffer = NO_BYTES;
    private int position;
    private int end;
    private int start;
    private int payloadOffset;
    private boolean malformed;

    /// Begins with another temporal unit.
    ///
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    void reset(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        this.buffer = buffer;
        position = offset;
        end = offset + length;
        malformed = false;
    }

    /// Keeps no array any more.
    void release() {
        reset(NO_BYTES, 0, 0);
    }

    /// Goes to the next OBU. Returns false at the end, and before what is malformed.
    boolean next() {
        if (position >= end || malformed) {
            return false;
        }
        start = position;
        int header = buffer[start];
        payloadOffset = start + ObuHeader.bytes(header);
        boolean cut = payloadOffset > end;
        if (cut || (header & ObuHeader.FORBIDDEN_BIT) != 0) {
            malformed = true;
            return false;
        }
        return ObuHeader.hasSize(header) ? takeSize() : takeRest();
    }

    private boolean takeSize() {
        long size = Leb128.read(buffer, payloadOffset, end);
        int sizeBytes = (int) size;
        if (size < 0 || (size >> 32) > end - payloadOffset - sizeBytes) {
            malformed = true;
            return false;
        }
        payloadOffset += sizeBytes;
        position = payloadOffset + (int) (size >> 32);
        return true;
    }

    private boolean takeRest() {
        position = end;
        return true;
    }

    /// Whether the walk ended before the end of the temporal unit.
    boolean malformed() {
        return malformed;
    }

    /// Where the OBU begins.
    int start() {
        return start;
    }

    /// Where the next OBU begins.
    int end() {
        return position;
    }

    /// The first byte of the OBU.
    int header() {
        return buffer[start];
    }

    /// The extension byte, zero when there is none.
    int extension() {
        return ObuHeader.hasExtension(buffer[start]) ? buffer[start + 1] : 0;
    }

    ObuType type() {
        return ObuType.of(buffer[start]);
    }

    int payloadOffset() {
        return payloadOffset;
    }

    int payloadBytes() {
        return position - payloadOffset;
    }
}
