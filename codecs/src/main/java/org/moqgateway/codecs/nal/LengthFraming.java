package org.moqgateway.codecs.nal;

import java.util.Objects;

/// Turns NAL units that are told apart by their lengths (ISO/IEC 14496-15 §4.3.3) into a byte
/// stream with start codes (Annex B of H.264 and H.265), and back.
///
/// ```text
/// length (1, 2, 3 or 4 bytes) | NAL unit | length | NAL unit ...
///           0 0 0 1           | NAL unit | 0 0 0 1 | NAL unit ...
/// ```
///
/// Immutable; any thread. Errors: a frame whose lengths are wrong has no bytes.
public final class LengthFraming {
    private static final int START_CODE_BYTES = 4;
    private static final byte[] NOTHING = {};

    private final int lengthBytes;
    private final byte[] prefix;

    /// Decides which NAL units go into a frame.
    @FunctionalInterface
    public interface Filter {
        /// Whether a NAL unit stays.
        ///
        /// @param firstByte of its header
        boolean keeps(int firstByte);
    }

    /// Creates a framing.
    ///
    /// @param lengthBytes of a NAL unit's length: 1 … 4
    /// @param prefix a byte stream of the parameter sets, whose ownership passes to the framing
    public LengthFraming(int lengthBytes, byte[] prefix) {
        this.lengthBytes = lengthBytes;
        this.prefix = prefix;
    }

    /// The frame as a byte stream with start codes.
    ///
    /// @param frame the array that holds NAL units, each after its length; only read
    /// @param offset where the first length begins
    /// @param length bytes of all of them
    /// @param withPrefix whether the parameter sets come first
    /// @return nothing when the lengths do not fit the frame
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public byte[] toAnnexB(byte[] frame, int offset, int length, boolean withPrefix) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        int end = offset + length;
        int size = annexBBytes(frame, offset, end);
        if (size <= 0) {
            return NOTHING;
        }
        int before = withPrefix ? prefix.length : 0;
        byte[] stream = new byte[before + size];
        System.arraycopy(prefix, 0, stream, 0, before);
        int to = before;
        for (int at = offset; at < end; ) {
            int nalBytes = nalBytes(frame, at);
            at += lengthBytes;
            if (nalBytes > 0) {
                stream[to + START_CODE_BYTES - 1] = 1;
                System.arraycopy(frame, at, stream, to + START_CODE_BYTES, nalBytes);
                to += START_CODE_BYTES + nalBytes;
            }
            at += nalBytes;
        }
        return stream;
    }

    private int annexBBytes(byte[] frame, int offset, int end) {
        long size = 0;
        int at = offset;
        while (at < end) {
            if (lengthBytes > end - at) {
                return -1;
            }
            int nalBytes = nalBytes(frame, at);
            at += lengthBytes;
            if (nalBytes < 0 || nalBytes > end - at) {
                return -1;
            }
            size += nalBytes == 0 ? 0 : START_CODE_BYTES + nalBytes;
            at += nalBytes;
        }
        return size > Integer.MAX_VALUE - prefix.length ? -1 : (int) size;
    }

    private int nalBytes(byte[] frame, int at) {
        int value = 0;
        for (int i = 0; i < lengthBytes; i++) {
            value = (value << 8) | (frame[at + i] & 0xff);
        }
        return value;
    }

    /// The NAL units of a byte stream, each after its length in four bytes.
    ///
    /// @param frame the array that holds the byte stream, only read
    /// @param offset where it begins
    /// @param length its bytes
    /// @param filter which NAL units stay
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public static byte[] fromAnnexB(byte[] frame, int offset, int length, Filter filter) {
        AnnexBReader reader = new AnnexBReader().reset(frame, offset, length);
        long size = 0;
        while (reader.next()) {
            if (filter.keeps(frame[reader.nalOffset()])) {
                size += START_CODE_BYTES + reader.nalLength();
            }
        }
        byte[] framed = new byte[Math.toIntExact(size)];
        int to = 0;
        reader.reset(frame, offset, length);
        while (reader.next()) {
            if (filter.keeps(frame[reader.nalOffset()])) {
                int nalBytes = reader.nalLength();
                for (int shift = 24; shift >= 0; shift -= 8) {
                    framed[to++] = (byte) (nalBytes >> shift);
                }
                System.arraycopy(frame, reader.nalOffset(), framed, to, nalBytes);
                to += nalBytes;
            }
        }
        return framed;
    }
}
