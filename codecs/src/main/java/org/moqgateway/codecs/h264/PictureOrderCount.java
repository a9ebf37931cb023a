package org.moqgateway.codecs.h264;

import java.util.List;

/// Counts the output order of the pictures of a stream (H.264 §8.2.1).
final class PictureOrderCount {
    private long msb;
    private long lsb;
    private long frameNumOffset;
    private long frameNum;

    /// The picture order count of the next picture in decoding order.
    long next(SliceOrder slice, PictureOrder order) {
        if (slice.idr) {
            msb = lsb = frameNumOffset = frameNum = 0;
        }
        return switch (order.type()) {
            case 0 -> byLeastSignificantBits(slice, order.lsbBits());
            case 1 -> byFrameNumber(slice, order);
            default -> inDecodingOrder(slice, order);
        };
    }

    /// §8.2.1.1.
    private long byLeastSignificantBits(SliceOrder slice, int lsbBits) {
        long range = 1L << lsbBits;
        long high = msb;
        if (slice.lsb < lsb && lsb - slice.lsb >= range / 2) {
            high += range;
        } else if (slice.lsb > lsb && slice.lsb - lsb > range / 2) {
            high -= range;
        }
        long first = high + slice.lsb;
        long count = slice.field ? first : first + Math.min(0, slice.deltaBottom);
        if (slice.resetsOrder) {
            msb = 0;
            lsb = slice.bottomField ? 0 : first - count;
            return 0;
        }
        if (slice.reference) {
            msb = high;
            lsb = slice.lsb;
        }
        return count;
    }

    /// §8.2.1.2.
    private long byFrameNumber(SliceOrder slice, PictureOrder order) {
        List<Long> offsets = order.offsetsForReference();
        long frames = frameNumber(slice, order);
        long number = offsets.isEmpty() ? 0 : frames;
        if (!slice.reference && number > 0) {
            number--;
        }
        long expected = slice.reference ? 0 : order.offsetForNonReference();
        if (number > 0) {
            long perCycle = sum(offsets, offsets.size());
            expected += (number - 1) / offsets.size() * perCycle;
            expected += sum(offsets, (int) ((number - 1) % offsets.size()) + 1);
        }
        long top = expected + slice.delta0;
        long bottom = expected + order.offsetTopToBottom() + slice.delta0;
        long count =
                slice.field
                        ? slice.bottomField ? bottom : top
                        : Math.min(top, bottom + slice.delta1);
        return reset(slice) ? 0 : count;
    }

    private static long sum(List<Long> offsets, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += offsets.get(i);
        }
        return sum;
    }

    /// §8.2.1.3.
    private long inDecodingOrder(SliceOrder slice, PictureOrder order) {
        long number = 2 * frameNumber(slice, order);
        boolean reset = reset(slice);
        return reset || slice.idr ? 0 : slice.reference ? number : number - 1;
    }

    /// `FrameNumOffset + frame_num`.
    private long frameNumber(SliceOrder slice, PictureOrder order) {
        if (slice.frameNum < frameNum) {
            frameNumOffset += 1L << order.frameNumBits();
        }
        frameNum = slice.frameNum;
        return frameNumOffset + frameNum;
    }

    private boolean reset(SliceOrder slice) {
        if (slice.resetsOrder) {
            frameNumOffset = 0;
            frameNum = 0;
        }
        return slice.resetsOrder;
    }
}
