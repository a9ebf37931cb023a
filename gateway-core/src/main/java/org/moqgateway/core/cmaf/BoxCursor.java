package org.moqgateway.core.cmaf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Walks the boxes of a range of bytes (ISO/IEC 14496-12 §4.2), one after the other, not into
/// them.
///
/// ```text
/// +---------------------+-------------------+----------------------------------+----------
/// | size (4), with this | type (4), letters | if size is 1: the real size (8)  | body ...
/// | header; 0: the rest |                   |                                  |
/// +---------------------+-------------------+----------------------------------+----------
/// ```
///
/// The library has a walk of its own, which goes as deep as the bytes want and reports what it
/// finds wrong to the standard output; bytes of others must do neither.
final class BoxCursor {
    private static final int HEADER_BYTES = 8;
    private static final int LARGE_HEADER_BYTES = 16;

    private final ByteBuffer bytes;
    private final int end;
    private int next;
    private int start;
    private int body;
    private int type;
    private boolean broken;

    /// @param bytes read by absolute positions, network byte order
    /// @param start of the first box
    /// @param end of the range, exclusive
    BoxCursor(ByteBuffer bytes, int start, int end) {
        this.bytes = bytes;
        this.next = start;
        this.end = end;
    }

    /// The number that a type of four letters is.
    static int type(String letters) {
        return ByteBuffer.wrap(letters.getBytes(StandardCharsets.US_ASCII)).getInt();
    }

    /// Goes to the next box.
    ///
    /// @return false at the end of the range, or where no box is
    boolean next() {
        if (broken || next == end) {
            return false;
        }
        int available = end - next;
        if (available < HEADER_BYTES) {
            return fail();
        }
        long size = bytes.getInt(next) & 0xffffffffL;
        int header = HEADER_BYTES;
        if (size == 1) {
            header = LARGE_HEADER_BYTES;
            size = available < header ? -1 : bytes.getLong(next + HEADER_BYTES);
        } else if (size == 0) {
            size = available;
        }
        if (size < header || size > available) {
            return fail();
        }
        start = next;
        type = bytes.getInt(next + Integer.BYTES);
        body = next + header;
        next += (int) size;
        return true;
    }

    private boolean fail() {
        broken = true;
        return false;
    }

    /// Goes to the next box of a type.
    ///
    /// @return false when there is none
    boolean find(int wanted) {
        while (next()) {
            if (type == wanted) {
                return true;
            }
        }
        return false;
    }

    /// Whether the bytes after the last box are none.
    boolean broken() {
        return broken;
    }

    int type() {
        return type;
    }

    int start() {
        return start;
    }

    int body() {
        return body;
    }

    int boxEnd() {
        return next;
    }

    /// The boxes within this one.
    ///
    /// @param skipped bytes of the body before them
    BoxCursor children(int skipped) {
        return new BoxCursor(bytes, Math.min(body + skipped, next), next);
    }

    /// The body, for the library to read; big endian, limited to it.
    ByteBuffer content() {
        return bytes.slice(body, next - body);
    }
}
