package org.moqgateway.media.jcodec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jcodec.codecs.h264.H264Utils;
import org.jcodec.codecs.h264.decode.CAVLCReader;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.jcodec.common.io.BitReader;
import org.jcodec.common.model.ColorSpace;
import org.moqgateway.codecs.h264.AvcConfiguration;
import org.moqgateway.codecs.h264.NalUnitType;
import org.moqgateway.codecs.h264.SequenceParameterSet;
import org.moqgateway.codecs.nal.AnnexBReader;
import org.moqgateway.media.picture.Keyframe;
import org.moqgateway.media.picture.KeyframeDecoder;
import org.moqgateway.media.picture.PictureRefusal;

/// The NAL units of a keyframe, looked at before JCodec gets them: it allocates what a header asks
/// for, so headers must be within bounds, and it knows neither fields nor high bit depths.
///
/// The NAL units are copies, because JCodec unescapes them in place.
final class H264Keyframe {
    /// JCodec allocates tables for each slice; encoders make a few dozen.
    private static final int MAX_SLICES = 512;

    private static final int MAX_PARAMETER_SETS = 64;
    private static final int MAX_REFERENCE_FRAMES = 16;
    private static final int SLICE_TYPES = 5;
    private static final int INTRA = 2;

    private final List<ByteBuffer> nals = new ArrayList<>();
    private int slices;
    private int sequences;
    private int pictures;
    private Optional<PictureRefusal> refusal = Optional.empty();

    private H264Keyframe() {}

    /// Takes a keyframe apart.
    static H264Keyframe of(Keyframe keyframe) {
        H264Keyframe parts = new H264Keyframe();
        if (keyframe.length() > Keyframe.MAX_BYTES) {
            parts.refuse(PictureRefusal.TOO_LARGE);
            return parts;
        }
        if (keyframe.description().length == 0) {
            parts.read(keyframe.bytes(), keyframe.offset(), keyframe.length());
        } else {
            byte[] stream =
                    AvcConfiguration.parse(keyframe.description())
                            .map(
                                    avc ->
                                            avc.toAnnexB(
                                                    keyframe.bytes(),
                                                    keyframe.offset(),
                                                    keyframe.length(),
                                                    true))
                            .orElse(new byte[0]);
            parts.read(stream, 0, stream.length);
        }
        return parts;
    }

    /// Why JCodec must not see it; empty when it may.
    Optional<PictureRefusal> refusal() {
        return refusal;
    }

    /// Parameter sets and slices, each without start code.
    List<ByteBuffer> nals() {
        return nals;
    }

    private void read(byte[] stream, int offset, int length) {
        AnnexBReader reader = new AnnexBReader().reset(stream, offset, length);
        while (refusal.isEmpty() && reader.next()) {
            int from = reader.nalOffset();
            byte[] nal = Arrays.copyOfRange(stream, from, from + reader.nalLength());
            take(NalUnitType.of(nal[0]), nal);
        }
        if (slices == 0 || sequences == 0 || pictures == 0) {
            refuse(PictureRefusal.MALFORMED);
        }
    }

    private void take(NalUnitType type, byte[] nal) {
        if (type == NalUnitType.SEQUENCE_PARAMETER_SET) {
            sequence(nal);
        } else if (type == NalUnitType.PICTURE_PARAMETER_SET) {
            picture(nal);
        } else if (type == NalUnitType.IDR_SLICE) {
            slice(nal);
        } else if (type == NalUnitType.SLICE) {
            refuse(PictureRefusal.UNSUPPORTED);
        }
    }

    /// The headers of slices that are not intra have lists, which JCodec reads for ever when they
    /// are damaged (H.264 §7.3.3; slice types are those of table 7-6).
    private void slice(byte[] nal) {
        BitReader in = BitReader.createBitReader(rbsp(nal));
        CAVLCReader.readUE(in); // first_mb_in_slice
        boolean intra = CAVLCReader.readUE(in) % SLICE_TYPES == INTRA;
        if (++slices > MAX_SLICES || !intra) {
            refuse(PictureRefusal.UNSUPPORTED);
        }
        nals.add(ByteBuffer.wrap(nal));
    }

    /// Our parser keeps every field within the ranges of the standard; then JCodec's fields can be
    /// looked at.
    private void sequence(byte[] nal) {
        if (++sequences > MAX_PARAMETER_SETS
                || SequenceParameterSet.parse(nal, 0, nal.length).isEmpty()) {
            refuse(PictureRefusal.MALFORMED);
            return;
        }
        SeqParameterSet set = SeqParameterSet.read(rbsp(nal));
        boolean large =
                (set.picWidthInMbsMinus1 + 1) * 16 > KeyframeDecoder.MAX_SIDE
                        || (set.picHeightInMapUnitsMinus1 + 1) * 16 > KeyframeDecoder.MAX_SIDE;
        boolean known =
                set.frameMbsOnlyFlag
                        && set.chromaFormatIdc == ColorSpace.YUV420J
                        && set.bitDepthLumaMinus8 == 0
                        && set.bitDepthChromaMinus8 == 0
                        && !set.qpprimeYZeroTransformBypassFlag
                        && set.numRefFrames <= MAX_REFERENCE_FRAMES;
        if (large) {
            refuse(PictureRefusal.TOO_LARGE);
        } else if (!known) {
            refuse(PictureRefusal.UNSUPPORTED);
        }
        nals.add(ByteBuffer.wrap(nal));
    }

    /// Slice groups (flexible macroblock ordering) make JCodec allocate by numbers out of the
    /// stream; nothing that browsers and encoders make has them (H.264 §7.3.2.2).
    private void picture(byte[] nal) {
        if (++pictures > MAX_PARAMETER_SETS) {
            refuse(PictureRefusal.MALFORMED);
            return;
        }
        BitReader in = BitReader.createBitReader(rbsp(nal));
        CAVLCReader.readUE(in); // pic_parameter_set_id
        CAVLCReader.readUE(in); // seq_parameter_set_id
        in.skip(2); // entropy_coding_mode_flag, bottom_field_pic_order_in_frame_present_flag
        if (CAVLCReader.readUE(in) != 0) {
            refuse(PictureRefusal.UNSUPPORTED);
        }
        nals.add(ByteBuffer.wrap(nal));
    }

    /// A copy without header byte and emulation prevention.
    private static ByteBuffer rbsp(byte[] nal) {
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOfRange(nal, 1, nal.length));
        H264Utils.unescapeNAL(bytes);
        return bytes;
    }

    private void refuse(PictureRefusal reason) {
        if (refusal.isEmpty()) {
            refusal = Optional.of(reason);
        }
    }
}
