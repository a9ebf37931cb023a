package org.moqgateway.codecs.h264;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;
import org.moqgateway.codecs.nal.ChromaFormatIdc;
import org.moqgateway.codecs.nal.LengthFraming;
import org.moqgateway.codecs.nal.NalCollection;

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
/// L is the number of bytes of a NAL unit's length, less one. Of the High profiles chroma
/// format and bit depths follow, which are not read.
///
/// Immutable; any thread. Errors: bytes that are no such record have no configuration, and a
/// frame whose lengths are wrong has no bytes.
public final class AvcConfiguration {
    /// Parameter sets beyond it, in bytes, are hostile.
    private static final int MAX_PARAMETER_SET_BYTES = 64 * 1024;

    private static final int HEADER_BYTES = 5;
    private static final int LENGTH_SIZE = 4;
    private static final int MOST_SEQUENCES = 31;
    private static final int MOST_PICTURES = 255;

    private final byte[] record;
    private final LengthFraming framing;

    private AvcConfiguration(byte[] record, LengthFraming framing) {
        this.record = record;
        this.framing = framing;
    }

    /// Reads the record.
    ///
    /// @return empty when it is none, or names no sequence or no picture parameter set
    public static Optional<AvcConfiguration> parse(byte[] record) {
        if (record.length <= HEADER_BYTES || record[0] != 1) {
            return Optional.empty();
        }
        NalCollection sets = new NalCollection();
        int sequences = record[HEADER_BYTES] & 0x1f;
        int at = sets.read(record, HEADER_BYTES + 1, sequences);
        if (at < 0 || at >= record.length || sequences == 0) {
            return Optional.empty();
        }
        int pictures = record[at] & 0xff;
        if (pictures == 0 || sets.read(record, at + 1, pictures) < 0) {
            return Optional.empty();
        }
        byte[] stream = sets.annexB();
        byte[] kept = record.clone();
        kept[LENGTH_SIZE] |= 3;
        LengthFraming framing = new LengthFraming((record[LENGTH_SIZE] & 3) + 1, stream);
        return stream.length > MAX_PARAMETER_SET_BYTES
                ? Optional.empty()
                : Optional.of(new AvcConfiguration(kept, framing));
    }

    /// Makes the record of a keyframe that has its parameter sets.
    ///
    /// @param keyframe the array that holds the byte stream (Annex B), only read
    /// @param offset where it begins
    /// @param length its bytes
    /// @return empty when it has no sequence or no picture parameter set, or one that cannot be
    ///     parsed
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public static Optional<AvcConfiguration> ofAnnexB(byte[] keyframe, int offset, int length) {
        NalCollection sequences = sets(keyframe, offset, length, true);
        NalCollection pictures = sets(keyframe, offset, length, false);
        boolean fits =
                sequences.nals().size() <= MOST_SEQUENCES
                        && pictures.nals().size() <= MOST_PICTURES;
        if (sequences.isEmpty() || pictures.isEmpty() || !fits) {
            return Optional.empty();
        }
        byte[] sps = sequences.nals().getFirst();
        return SequenceParameterSet.parse(sps, 0, sps.length)
                .flatMap(set -> parse(write(set, sequences, pictures)));
    }

    private static NalCollection sets(byte[] frame, int offset, int length, boolean sequences) {
        NalUnitType type =
                sequences ? NalUnitType.SEQUENCE_PARAMETER_SET : NalUnitType.PICTURE_PARAMETER_SET;
        return NalCollection.ofAnnexB(
                frame, offset, length, first -> NalUnitType.of(first) == type);
    }

    private static byte[] write(
            SequenceParameterSet sps, NalCollection sequences, NalCollection pictures) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(1);
        out.write(sps.profileIdc());
        out.write(sps.constraints());
        out.write(sps.levelIdc());
        out.write(0xff);
        out.write(0xe0 | sequences.nals().size());
        sequences.write(out);
        out.write(pictures.nals().size());
        pictures.write(out);
        switch (sps.profileIdc()) {
            case 66, 77, 88 -> {}
            default -> {
                out.write(0xfc | ChromaFormatIdc.code(sps.samples().chroma()));
                out.write(0xf8 | (sps.samples().bitDepth() - 8));
                out.write(0xf8 | (sps.chromaBitDepth() - 8));
                out.write(0); // numOfSequenceParameterSetExt
            }
        }
        return out.toByteArray();
    }

    /// The record of the frames that [#fromAnnexB] makes, a copy: as it was read, or made, with
    /// lengths of four bytes.
    public byte[] record() {
        return record.clone();
    }

    /// The codec string for parameter sets beside the bitstream, such as `avc1.64002a`.
    public String codecString() {
        return String.format(
                Locale.ROOT,
                "avc1.%02x%02x%02x",
                record[1] & 0xff,
                record[2] & 0xff,
                record[3] & 0xff);
    }

    /// The frame as a byte stream with start codes (H.264 Annex B).
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
        return LengthFraming.fromAnnexB(frame, offset, length, AvcConfiguration::belongsToFrame);
    }

    private static boolean belongsToFrame(int firstByte) {
        return switch (NalUnitType.of(firstByte)) {
            case SEQUENCE_PARAMETER_SET, PICTURE_PARAMETER_SET, ACCESS_UNIT_DELIMITER -> false;
            case SLICE,
                    PARTITION_A,
                    PARTITION_B,
                    PARTITION_C,
                    IDR_SLICE,
                    SEI,
                    END_OF_SEQUENCE,
                    END_OF_STREAM,
                    FILLER_DATA,
                    EXTENSION,
                    UNSPECIFIED ->
                    true;
        };
    }
}
