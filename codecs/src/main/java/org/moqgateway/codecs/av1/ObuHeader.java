package org.moqgateway.codecs.av1;

/// The bits of an OBU header (AV1 §5.3.2, §5.3.3).
///
///      0 1 2 3 4 5 6 7   0 1 2 3 4 5 6 7
///     +-+-+-+-+-+-+-+-+ +-+-+-+-+-+-+-+-+
///     |F| type  |X|S|-| | TID |SID|-|-|-|  then obu_size (leb128) if S is set
///     +-+-+-+-+-+-+-+-+ +-+-+-+-+-+-+-+-+
///                        only if X is set
final class ObuHeader {
    static final int FORBIDDEN_BIT = 0x80;
    static final int EXTENSION_BIT = 0x04;
    static final int SIZE_BIT = 0x02;

    private ObuHeader() {}

    static boolean hasExtension(int header) {
        return (header & EXTENSION_BIT) != 0;
    }

    static boolean hasSize(int header) {
        return (header & SIZE_BIT) != 0;
    }

    /// Bytes of the header, with its extension, without the size.
    static int bytes(int header) {
        return hasExtension(header) ? 2 : 1;
    }

    static int temporalId(int extension) {
        return (extension >> 5) & 7;
    }

    static int spatialId(int extension) {
        return (extension >> 3) & 3;
    }
}
