package org.moqgateway.codecs.nal;

import java.util.Objects;

/// Walks the NAL units of a byte stream (Annex B of H.264 and H.265) without copying or
/// allocating.
///
///     [0 …] 0 0 1 <NAL unit> [0 …] 0 0 1 <NAL unit> [0 …]
///
/// Start codes have three bytes, or four with the zero before them. Zeros behind a NAL unit
/// (`trailing_zero_8bits`) are not part of it; bytes before the first start code and NAL units
/// without a byte are skipped. Any bytes are accepted, in time linear in their number.
///
/// Use: `reset`, then read the accessors after every `next()` that returned true.
/// Ownership: the array is lent until the next `reset`. Thread rule: confined to one thread.
public final class AnnexBReader {
    private static final byte[] NONE = {};

    private byte[] buffer = NONE;
    private int end;
    private int startCode;
    private int nalOffset;
    private int nalLength;

    /// Creates a reader of nothing.
    public AnnexBReader() {}

    /// Goes to the beginning of other bytes.
    ///
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public AnnexBReader reset(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        buffer = bytes;
        end = offset + length;
        startCode = findStartCode(offset);
        nalOffset = offset;
        nalLength = 0;
        return this;
    }

    /// Goes to the next NAL unit.
    ///
    /// @return false when there is none left
    public boolean next() {
        while (startCode < end) {
            nalOffset = startCode + 3;
            startCode = findStartCode(nalOffset);
            int nalEnd = startCode;
            while (nalEnd > nalOffset && buffer[nalEnd - 1] == 0) {
                nalEnd--;
            }
            nalLength = nalEnd - nalOffset;
            if (nalLength > 0) {
                return true;
            }
        }
        return false;
    }

    /// Where the NAL unit begins in the array, at its header byte.
    public int nalOffset() {
        return nalOffset;
    }

    /// Bytes of the NAL unit, its header included; at least one.
    public int nalLength() {
        return nalLength;
    }

    /// Looks at every third byte as long as none of them can belong to a start code.
    private int findStartCode(int from) {
        int last = from + 2;
        while (last < end) {
            int value = buffer[last];
            if (value == 0) {
                last++;
            } else if (value == 1 && buffer[last - 1] == 0 && buffer[last - 2] == 0) {
                return last - 2;
            } else {
                last += 3;
            }
        }
        return end;
    }
}
