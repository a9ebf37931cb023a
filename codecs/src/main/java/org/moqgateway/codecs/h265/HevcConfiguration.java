package org.moqgateway.codecs.h265;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.moqgateway.codecs.nal.ChromaFormatIdc;
import org.moqgateway.codecs.nal.LengthFraming;
import org.moqgateway.codecs.nal.NalCollection;
import org.moqgateway.codecs.nal.RbspReader;

/// The parameter sets and the framing of H.265 whose NAL units are told apart by their length
/// (ISO/IEC 14496-15 §8.3.3.1, HEVCDecoderConfigurationRecord; the WebCodecs description of
/// `hvc1`).
///
/// ```text
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------+---+-+---------+-------------------------------+
/// |  version = 1  |PS |T| profile |      compatibility flags      |
/// +---------------+---+-+---------+-------------------------------+
/// |      compatibility flags      |      constraint flags         |
/// +-------------------------------+-------------------------------+
/// |                     constraint flags                          |
/// +---------------+-------+-------+---------------+-----------+---+
/// |     level     |1 1 1 1| min_spatial_segment.  |1 1 1 1 1 1|par|
/// +-----------+---+-------+-+-----+---------+-----+-----------+---+
/// |1 1 1 1 1 1|chr|1 1 1 1 1|luma |1 1 1 1 1| chr |  frame rate ...
/// +-----------+---+-+-----+-+-+---+---------+-----+---------------+
/// | ... frame rate  |con| sub |N| L |   n arrays    | n times ...
/// +-----------------+---+-----+-+---+---------------+-------------+
/// one array: |C|0| NAL type | count (16) | count times: length (16), NAL unit |
/// ```
///
/// L is the number of bytes of a NAL unit's length, less one.
///
/// Immutable; any thread. Errors: bytes that are no such record have no configuration, and a
/// frame whose lengths are wrong has no bytes.
public final class HevcConfiguration {
    /// Parameter sets beyond it, in bytes, are hostile.
    private static final int MAX_PARAMETER_SET_BYTES = 64 * 1024;

    private static final int HEADER_BYTES = 23;
    private static final int LENGTH_SIZE = 21;
    private static final int ARRAYS = 22;
    private static final int FIRST_SET = 32; // VPS, SPS, PPS have the types 32, 33, 34
    private static final int SETS = 3;
    private static final int COMPLETE = 0x80;

    private final byte[] record;
    private final LengthFraming framing;

    private HevcConfiguration(byte[] record, LengthFraming framing) {
        this.record = record;
        this.framing = framing;
    }

    /// Reads the record.
    ///
    /// @return empty when it is none, or names no video, no sequence or no picture parameter
    ///     set
    public static Optional<HevcConfiguration> parse(byte[] record) {
        if (record.length < HEADER_BYTES || record[0] != 1) {
            return Optional.empty();
        }
        NalCollection[] sets = {new NalCollection(), new NalCollection(), new NalCollection()};
        int at = HEADER_BYTES;
        for (int arrays = record[ARRAYS] & 0xff; arrays > 0; arrays--) {
            if (record.length - at < SETS) {
                return Optional.empty();
            }
            int set = (record[at] & 0x3f) - FIRST_SET;
            int count = ((record[at + 1] & 0xff) << 8) | (record[at + 2] & 0xff);
            NalCollection target = set >= 0 && set < SETS ? sets[set] : new NalCollection();
            at = target.read(record, at + 3, count);
            if (at < 0) {
                return Optional.empty();
            }
        }
        return of(record.clone(), sets);
    }

    private static Optional<HevcConfiguration> of(byte[] record, NalCollection[] sets) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (NalCollection set : sets) {
            if (set.isEmpty()) {
                return Optional.empty();
            }
            stream.writeBytes(set.annexB());
        }
        int lengthBytes = (record[LENGTH_SIZE] & 3) + 1;
        record[LENGTH_SIZE] |= 3;
        return stream.size() > MAX_PARAMETER_SET_BYTES
                ? Optional.empty()
                : Optional.of(
                        new HevcConfiguration(
                                record, new LengthFraming(lengthBytes, stream.toByteArray())));
    }

    /// Makes the record of a keyframe that has its parameter sets, all of them within the
    /// record (`hvc1`).
    ///
    /// @param keyframe the array that holds the byte stream (Annex B), only read
    /// @param offset where it begins
    /// @param length its bytes
    /// @return empty when it has no video, no sequence or no picture parameter set, or one that
    ///     cannot be parsed
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public static Optional<HevcConfiguration> ofAnnexB(byte[] keyframe, int offset, int length) {
        NalCollection[] sets = new NalCollection[SETS];
        for (int i = 0; i < SETS; i++) {
            int type = FIRST_SET + i;
            sets[i] =
                    NalCollection.ofAnnexB(
                            keyframe, offset, length, first -> NalUnitType.code(first) == type);
            if (sets[i].isEmpty() || sets[i].nals().size() > 64) {
                return Optional.empty();
            }
        }
        byte[] sps = sets[1].nals().getFirst();
        return SequenceParameterSet.parse(sps, 0, sps.length)
                .flatMap(set -> parse(write(set, sps, List.of(sets))));
    }

    private static byte[] write(SequenceParameterSet set, byte[] sps, List<NalCollection> sets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(1);
        // Profile, tier and level stand in the sequence parameter set as they stand here, behind
        // its header and a byte, with emulation prevention.
        RbspReader in = new RbspReader().resetToNal(sps, 0, sps.length, 3);
        for (int i = 0; i < 12; i++) {
            out.write((int) in.bits(8));
        }
        out.write(0xf0); // min_spatial_segmentation_idc 0: not told
        out.write(0);
        out.write(0xfc); // parallelismType 0: not told
        out.write(0xfc | ChromaFormatIdc.code(set.samples().chroma()));
        out.write(0xf8 | (set.samples().bitDepth() - 8));
        out.write(0xf8 | (set.chromaBitDepth() - 8));
        out.write(0); // avgFrameRate 0: not told
        out.write(0);
        out.write((set.maxSubLayers() << 3) | (set.temporalIdNesting() ? 4 : 0) | 3);
        out.write(SETS);
        for (int i = 0; i < SETS; i++) {
            out.write(COMPLETE | (FIRST_SET + i));
            int count = sets.get(i).nals().size();
            out.write(count >> 8);
            out.write(count);
            sets.get(i).write(out);
        }
        return out.toByteArray();
    }

    /// The record of the frames that [#fromAnnexB] makes, a copy: as it was read, or made, with
    /// lengths of four bytes.
    public byte[] record() {
        return record.clone();
    }

    /// The codec string for parameter sets beside the bitstream, such as `hvc1.1.6.L93.B0`.
    public String codecString() {
        RbspReader in = new RbspReader().resetToPlainBytes(record, 1, 12);
        return ProfileTierLevel.parse(in, 1).codecString("hvc1");
    }

    /// The frame as a byte stream with start codes (H.265 Annex B).
    ///
    /// @param frame the array that holds NAL units, each after its length; only read
    /// @param offset where the first length begins
    /// @param length bytes of all of them
    /// @param withParameterSets whether the parameter sets come first: a decoder can begin
    ///     there
    /// @return nothing when the lengths do not fit the frame
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public byte[] toAnnexB(byte[] frame, int offset, int length, boolean withParameterSets) {
        return framing.toAnnexB(frame, offset, length, withParameterSets);
    }

    /// The frame with a length of four bytes before each NAL unit. Parameter sets, which the
    /// record has, and access unit delimiters are left out.
    ///
    /// @param frame the array that holds the byte stream (Annex B), only read
    /// @param offset where it begins
    /// @param length its bytes
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public byte[] fromAnnexB(byte[] frame, int offset, int length) {
        return LengthFraming.fromAnnexB(frame, offset, length, HevcConfiguration::belongsToFrame);
    }

    private static boolean belongsToFrame(int firstByte) {
        return switch (NalUnitType.of(firstByte)) {
            case VIDEO_PARAMETER_SET,
                    SEQUENCE_PARAMETER_SET,
                    PICTURE_PARAMETER_SET,
                    ACCESS_UNIT_DELIMITER ->
                    false;
            case TRAILING,
                    DECODABLE_LEADING,
                    SKIPPED_LEADING,
                    BROKEN_LINK,
                    IDR,
                    CLEAN_RANDOM_ACCESS,
                    END,
                    FILLER_DATA,
                    SEI,
                    RESERVED,
                    UNSPECIFIED ->
                    true;
        };
    }
}
