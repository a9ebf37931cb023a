package org.moqgateway.moq.transport.webtransport;

/// Walks through a field section without decoding strings, and refuses what is cut off, refers to a
/// dynamic table or to no entry of the static one, or holds too many fields.
final class SectionGuard {
    private static final int STATIC_ENTRIES = 99;
    private static final int MAX_FIELDS = 128;
    private static final int MAX_SHIFT = 21;

    private final byte[] section;
    private int position;

    SectionGuard(byte[] section) {
        this.section = section;
    }

    /// Reads to the end.
    ///
    /// @throws Http3Exception saying what is wrong
    void check() throws Http3Exception {
        if (integer(8) != 0) {
            throw dynamic();
        }
        integer(7);
        int fields = 0;
        while (position < section.length) {
            field();
            if (++fields > MAX_FIELDS) {
                throw new Http3Exception(Http3.EXCESSIVE_LOAD, "too many header fields");
            }
        }
    }

    private void field() throws Http3Exception {
        int first = section[position] & 0xff;
        if ((first & 0x80) != 0) {
            staticEntry((first & 0x40) != 0, 6);
        } else if ((first & 0x40) != 0) {
            staticEntry((first & 0x10) != 0, 4);
            string(7);
        } else if ((first & 0x20) != 0) {
            string(3);
            string(7);
        } else {
            throw dynamic();
        }
    }

    private void staticEntry(boolean inStaticTable, int bits) throws Http3Exception {
        if (!inStaticTable) {
            throw dynamic();
        }
        if (integer(bits) >= STATIC_ENTRIES) {
            throw broken("no such entry of the static table");
        }
    }

    private void string(int bits) throws Http3Exception {
        int length = integer(bits);
        if (length > section.length - position) {
            throw broken("string beyond the end");
        }
        position += length;
    }

    private int integer(int bits) throws Http3Exception {
        int full = (1 << bits) - 1;
        int value = next() & full;
        if (value < full) {
            return value;
        }
        for (int shift = 0; shift <= MAX_SHIFT; shift += 7) {
            int part = next();
            value += (part & 0x7f) << shift;
            if ((part & 0x80) == 0) {
                return value;
            }
        }
        throw broken("integer too long");
    }

    private int next() throws Http3Exception {
        if (position == section.length) {
            throw broken("cut off");
        }
        return section[position++] & 0xff;
    }

    private static Http3Exception dynamic() {
        return broken("reference to a dynamic table that does not exist");
    }

    private static Http3Exception broken(String what) {
        return new Http3Exception(Http3.QPACK_DECOMPRESSION_FAILED, "QPACK: " + what);
    }
}
