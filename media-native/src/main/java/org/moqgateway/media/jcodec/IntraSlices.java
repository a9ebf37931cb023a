package org.moqgateway.media.jcodec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jcodec.codecs.common.biari.MDecoder;
import org.jcodec.codecs.h264.H264Utils;
import org.jcodec.codecs.h264.decode.SliceHeaderReader;
import org.jcodec.codecs.h264.decode.SliceReader;
import org.jcodec.codecs.h264.decode.aso.MapManager;
import org.jcodec.codecs.h264.io.CABAC;
import org.jcodec.codecs.h264.io.CAVLC;
import org.jcodec.codecs.h264.io.model.NALUnit;
import org.jcodec.codecs.h264.io.model.NALUnitType;
import org.jcodec.codecs.h264.io.model.PictureParameterSet;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.jcodec.codecs.h264.io.model.SliceHeader;
import org.jcodec.common.io.BitReader;

/// Opens the slices of one picture. In the place of JCodec's own reader of frames, whose bins never
/// end when a slice is damaged.
final class IntraSlices {
    /// Most bins for each byte of a slice and for each macroblock of a picture of 8 bits and 4:2:0
    /// (H.264 §7.4.2.10: 32 / 3, and 3072 bits / 32), twice.
    private static final int BINS_PER_BYTE = 22;

    private static final int BINS_PER_MACROBLOCK = 192;

    private final Map<Integer, SeqParameterSet> sequences = new HashMap<>();
    private final Map<Integer, PictureParameterSet> pictures = new HashMap<>();
    private final List<SliceReader> slices = new ArrayList<>();

    private IntraSlices() {}

    /// Reads parameter sets and the headers of slices.
    ///
    /// @param nals NAL units, which it unescapes in place
    /// @throws RuntimeException when they are damaged
    static List<SliceReader> open(List<ByteBuffer> nals) {
        IntraSlices opened = new IntraSlices();
        nals.forEach(opened::take);
        return opened.slices;
    }

    private void take(ByteBuffer bytes) {
        NALUnit unit = NALUnit.read(bytes);
        H264Utils.unescapeNAL(bytes);
        if (unit.type == NALUnitType.SPS) {
            SeqParameterSet set = SeqParameterSet.read(bytes);
            sequences.put(set.seqParameterSetId, set);
        } else if (unit.type == NALUnitType.PPS) {
            PictureParameterSet set = PictureParameterSet.read(bytes);
            pictures.put(set.picParameterSetId, set);
        } else {
            slices.add(slice(unit, bytes));
        }
    }

    private SliceReader slice(NALUnit unit, ByteBuffer bytes) {
        long size = bytes.remaining();
        BitReader in = BitReader.createBitReader(bytes);
        SliceHeader header = SliceHeaderReader.readPart1(in);
        PictureParameterSet picture =
                Objects.requireNonNull(pictures.get(header.picParameterSetId));
        SeqParameterSet sequence = Objects.requireNonNull(sequences.get(picture.seqParameterSetId));
        header.pps = picture;
        header.sps = sequence;
        SliceHeaderReader.readPart2(header, unit, sequence, picture, in);
        if (picture.entropyCodingModeFlag) {
            in.terminate();
        }
        CABAC models = new CABAC(sequence.picWidthInMbsMinus1 + 1);
        return new SliceReader(
                picture,
                models,
                coefficients(sequence, picture),
                picture.entropyCodingModeFlag ? bins(header, models, bytes, size) : null,
                in,
                new MapManager(sequence, picture).getMapper(header),
                header,
                unit);
    }

    /// One reader for luma, two for chroma with half the samples each way.
    private static CAVLC[] coefficients(SeqParameterSet sequence, PictureParameterSet picture) {
        return new CAVLC[] {
            new CAVLC(sequence, picture, 2, 2),
            new CAVLC(sequence, picture, 1, 1),
            new CAVLC(sequence, picture, 1, 1)
        };
    }

    private static MDecoder bins(SliceHeader header, CABAC models, ByteBuffer bytes, long size) {
        int[][] contexts = new int[2][1024];
        int quantizer = 26 + header.pps.picInitQpMinus26 + header.sliceQpDelta;
        models.initModels(contexts, header.sliceType, header.cabacInitIdc, quantizer);
        long macroblocks =
                (header.sps.picWidthInMbsMinus1 + 1L) * (header.sps.picHeightInMapUnitsMinus1 + 1L);
        return new BoundedArithmeticDecoder(
                bytes, contexts, BINS_PER_BYTE * size + BINS_PER_MACROBLOCK * macroblocks);
    }
}
