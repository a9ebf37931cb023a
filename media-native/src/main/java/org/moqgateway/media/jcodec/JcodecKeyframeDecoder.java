package org.moqgateway.media.jcodec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jcodec.codecs.h264.H264Decoder;
import org.jcodec.codecs.h264.POCManager;
import org.jcodec.codecs.h264.decode.DeblockerInput;
import org.jcodec.codecs.h264.decode.SliceDecoder;
import org.jcodec.codecs.h264.decode.SliceReader;
import org.jcodec.codecs.h264.decode.deblock.DeblockingFilter;
import org.jcodec.codecs.h264.io.model.Frame;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.jcodec.codecs.h264.io.model.SliceHeader;
import org.jcodec.codecs.h264.io.model.SliceType;
import org.jcodec.common.IntObjectMap;
import org.jcodec.common.logging.LogLevel;
import org.jcodec.common.logging.Logger;
import org.moqgateway.media.picture.Keyframe;
import org.moqgateway.media.picture.KeyframeDecoder;
import org.moqgateway.media.picture.PictureRefusal;
import org.moqgateway.media.picture.PictureResult;

/// Pictures of H.264 in pure Java: progressive, 8 bits, 4:2:0, every slice of the keyframe intra.
/// In what it decodes it is exact.
///
/// It puts JCodec's parts together itself: JCodec's own decoder starts threads for each picture
/// and leaves them behind.
public final class JcodecKeyframeDecoder implements KeyframeDecoder {
    static {
        // What it would print tells of foreign bytes, on our standard output.
        Logger.setLevel(LogLevel.ERROR);
        Logger.addSink(_ -> {});
    }

    /// Creates a decoder, which any number of threads may share.
    public JcodecKeyframeDecoder() {}

    @Override
    public PictureResult decode(Keyframe keyframe, int maxWidth) {
        String codec = keyframe.codecString().toLowerCase(Locale.ROOT);
        if (!codec.startsWith("avc1") && !codec.startsWith("avc3")) {
            return new PictureResult.Refused(PictureRefusal.UNSUPPORTED);
        }
        try {
            H264Keyframe parts = H264Keyframe.of(keyframe);
            Optional<PictureRefusal> refusal = parts.refusal();
            return refusal.isPresent()
                    ? new PictureResult.Refused(refusal.get())
                    : decode(parts, maxWidth);
        } catch (RuntimeException | StackOverflowError e) {
            // JCodec says so of damaged bytes.
            return new PictureResult.Refused(PictureRefusal.MALFORMED);
        }
    }

    private static PictureResult decode(H264Keyframe parts, int maxWidth) {
        List<SliceReader> slices = IntraSlices.open(parts.nals());
        if (slices.isEmpty()) {
            return new PictureResult.Refused(PictureRefusal.MALFORMED);
        }
        SeqParameterSet set = slices.getFirst().getSliceHeader().sps;
        for (SliceReader slice : slices) {
            SliceHeader header = slice.getSliceHeader();
            if (header.sliceType != SliceType.I || header.sps != set || header.fieldPicFlag) {
                return new PictureResult.Refused(PictureRefusal.UNSUPPORTED);
            }
        }
        Frame frame = decode(slices, set);
        return new PictureResult.Decoded(
                new YuvConversion(frame, set.vuiParams).toPicture(maxWidth));
    }

    private static Frame decode(List<SliceReader> slices, SeqParameterSet set) {
        SliceReader first = slices.getFirst();
        SliceHeader header = first.getSliceHeader();
        DeblockerInput blocks = new DeblockerInput(set);
        Frame frame =
                H264Decoder.createFrame(
                        set,
                        planes(set),
                        header.frameNum,
                        header.sliceType,
                        blocks.mvs,
                        blocks.refsUsed,
                        new POCManager().calcPOC(header, first.getNALUnit()));
        Frame[] noShortTerm = new Frame[1 << (set.log2MaxFrameNumMinus4 + 4)];
        IntObjectMap<Frame> noLongTerm = new IntObjectMap<>();
        for (SliceReader slice : slices) {
            new SliceDecoder(set, noShortTerm, noLongTerm, blocks, frame).decodeFromReader(slice);
        }
        new DeblockingFilter(set.picWidthInMbsMinus1 + 1, 8, blocks).deblockFrame(frame);
        return frame;
    }

    private static byte[][] planes(SeqParameterSet set) {
        int pixels = (set.picWidthInMbsMinus1 + 1) * (set.picHeightInMapUnitsMinus1 + 1) * 256;
        return new byte[][] {new byte[pixels], new byte[pixels / 4], new byte[pixels / 4]};
    }
}
