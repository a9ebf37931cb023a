package org.moqgateway.codecs.h264;

import java.io.ByteArrayOutputStream;
import java.util.Objects;
import java.util.Optional;

/// The parameter sets and the framing of H.264 whose NAL units are told apart by their length
/// (ISO/IEC 14496-15 §5.3.3.1.2, AVCDecoderConfigurationRecord; the WebCodecs description of
/// `avc1`).
///
/// ```text
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------+---------------+---------------+---------------+
/// |  version = 1  |    profile    | compatibility |     level     |
/// +-----------+---+-----+---------+---------------+---------------+
/// | 1 1 1 1 1 1 |L|1 1 1|  n SPS  | n times: length (16), SPS ... |
/// +-------------+-+-----+---------+-------------------------------+
/// |     n PPS     | n times: length (16), PPS ...                 |
/// +---------------+-----------------------------------------------+
/// ```
///
/// L is the number of bytes of a NAL unit's length, less one. What follows is not needed.
///
/// Immutable; any thread. Errors: bytes that are no such record have no configuration, and a frame
/// whose lengths are wrong has no bytes.
public final class AvcConfiguration {
    /// Parameter sets beyond it, in bytes, are hostile.
    private static final int MAX_PARAMETER_SET_BYTES = 64 * 1024;

    private static final int HEADER_BYTES = 5;
    private static final int START_CODE_BYTES = 4;
    private static final byte[] NOTHING = {};

    private final int lengthBytes;
    private final byte[] parameterSets;

    private AvcConfiguration(int lengthBytes, byte[] parameterSets) {
        this.lengthBytes = lengthBytes;
        this.parameterSets = parameterSets;
    }

    /// Reads the record.
    ///
    /// @return empty when it is none, or names no sequence or no picture parameter set
    public static Optional<AvcConfiguration> parse(byte[] record) {
        if (record.length <= HEADER_BYTES || record[0] != 1) {
            return Optional.empty();
        }
        ByteArrayOutputStream sets = new ByteArrayOutputStream();
        int sequences = record[HEADER_BYTES] & 0x1f;
        int at = readSets(record, HEADER_BYTES + 1, sequences, sets);
        if (at < 0 || at >= record.length || sequences == 0) {
            return Optional.empty();
        }
        int pictures = record[at] & 0xff;
        if (pictures == 0 || readSets(record, at + 1, pictures, sets) < 0) {
            return Optional.empty();
        }
        return sets.size() > MAX_PARAMETER_SET_BYTES
                ? Optional.empty()
                : Optional.of(new AvcConfiguration((record[4] & 3) + 1, sets.toByteArray()));
    }

    /// Copies sets with start codes; where they end, or -1.
    private static int readSets(byte[] record, int from, int count, ByteArrayOutputStream sets) {
        int at = from;
        for (int i = 0; i < count; i++) {
            if (at + 2 > record.length) {
                return -1;
            }
            int length = ((record[at] & 0xff) << 8) | (record[at + 1] & 0xff);
            at += 2;
            if (length == 0 || length > record.length - at) {
                return -1;
            }
            sets.write(new byte[] {0, 0, 0, 1}, 0, START_CODE_BYTES);
            sets.write(record, at, length);
            at += length;
        }
        return at;
    }

    /// The frame as a byte stream with start codes (H.264 Annex B).
    ///
    /// @param frame the array that holds NAL units, each after its length; only read
    /// @param offset where the first length begins
    /// @param length bytes of all of them
    /// @param withParameterSets whether the parameter sets come first: a decoder can begin there
    /// @return nothing when the lengths do not fit the frame
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public byte[] toAnnexB(byte[] frame, int offset, int length, boolean withParameterSets) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        int end = offset + length;
        int size = annexBBytes(frame, offset, end);
        if (size <= 0) {
            return NOTHING;
        }
        int before = withParameterSets ? parameterSets.length : 0;
        byte[] stream = new byte[before + size];
        System.arraycopy(parameterSets, 0, stream, 0, before);
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
        int size = 0;
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
        return size;
    }

    private int nalBytes(byte[] frame, int at) {
        int value = 0;
        for (int i = 0; i < lengthBytes; i++) {
            value = (value << 8) | (frame[at + i] & 0xff);
        }
        return value;
    }
}
