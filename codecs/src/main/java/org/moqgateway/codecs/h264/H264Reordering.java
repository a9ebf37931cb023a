package org.moqgateway.codecs.h264;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.FrameReordering;
import org.moqgateway.codecs.nal.AnnexBReader;
import org.moqgateway.codecs.nal.OutputOrder;
import org.moqgateway.codecs.nal.ParsedSets;
import org.moqgateway.codecs.nal.RbspReader;

/// Finds frames of H.264 that are shown in another order than they are decoded in, by their
/// picture order counts (H.264 §8.2.1, every `pic_order_cnt_type`).
///
/// Slice types do not matter: B slices that come in order are in order. A frame can be left out
/// when none of its slices is part of a reference picture (`nal_ref_idc` 0). Frames whose
/// parameter sets never came, or whose slice header is cut, count as in order.
///
/// Thread rule: confined to one thread. Memory: bounded. Errors: any bytes are accepted.
public final class H264Reordering implements FrameReordering {
    private final AnnexBReader nals = new AnnexBReader();
    private final RbspReader reader = new RbspReader();
    private final ParsedSets<SequenceParameterSet> sequences = new ParsedSets<>(32);
    private final ParsedSets<OrderParameters> pictures = new ParsedSets<>(256);
    private final SliceOrder slice = new SliceOrder();
    private final PictureOrderCount counter = new PictureOrderCount();
    private final OutputOrder order = new OutputOrder();

    /// Creates one for a stream that begins.
    public H264Reordering() {}

    @Override
    public Verdict next(byte[] frame, int offset, int length, boolean keyframe) {
        nals.reset(frame, offset, length);
        @Nullable PictureOrder found = null;
        boolean pictureSeen = false;
        boolean disposable = true;
        while (nals.next()) {
            int header = frame[nals.nalOffset()];
            switch (NalUnitType.of(header)) {
                case SEQUENCE_PARAMETER_SET -> readSequence(frame);
                case PICTURE_PARAMETER_SET -> readPicture(frame);
                case SLICE, PARTITION_A, IDR_SLICE -> {
                    disposable &= (header & 0x60) == 0;
                    found = pictureSeen ? found : readSlice(frame);
                    pictureSeen = true;
                }
                case PARTITION_B,
                        PARTITION_C,
                        SEI,
                        ACCESS_UNIT_DELIMITER,
                        END_OF_SEQUENCE,
                        END_OF_STREAM,
                        FILLER_DATA,
                        EXTENSION,
                        UNSPECIFIED -> {}
            }
        }
        if (found == null) {
            return Verdict.IN_ORDER;
        }
        boolean begins = keyframe || slice.idr || slice.resetsOrder;
        return order.next(begins, counter.next(slice, found), disposable);
    }

    private void readSequence(byte[] frame) {
        int offset = nals.nalOffset();
        int length = nals.nalLength();
        if (!sequences.holds(frame, offset, length)) {
            Optional<SequenceParameterSet> sps = SequenceParameterSet.parse(frame, offset, length);
            sps.ifPresent(set -> sequences.put(set.id(), set, frame, offset, length));
        }
    }

    private void readPicture(byte[] frame) {
        int offset = nals.nalOffset();
        int length = nals.nalLength();
        if (pictures.holds(frame, offset, length)) {
            return;
        }
        reader.resetToNal(frame, offset, length, 1);
        int id = reader.unsignedExpGolomb(255);
        OrderParameters.parse(reader)
                .ifPresent(pps -> pictures.put(id, pps, frame, offset, length));
    }

    /// Reads the first slice of a picture; null when its order is unknown.
    private @Nullable PictureOrder readSlice(byte[] frame) {
        reader.resetToNal(frame, nals.nalOffset(), nals.nalLength(), 1);
        reader.unsignedExpGolomb(); // first_mb_in_slice
        int type = reader.unsignedExpGolomb(9);
        OrderParameters pps = pictures.get(reader.unsignedExpGolomb(255));
        SequenceParameterSet sps = pps == null ? null : sequences.get(pps.spsId());
        if (pps == null || sps == null) {
            return null;
        }
        int header = frame[nals.nalOffset()];
        return slice.parse(reader, header, type, sps, pps) ? sps.pictureOrder() : null;
    }
}
