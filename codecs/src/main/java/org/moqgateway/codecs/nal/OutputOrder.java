package org.moqgateway.codecs.nal;

import org.moqgateway.codecs.FrameReordering.Verdict;

/// Compares the picture order counts of pictures in decoding order (H.264 §8.2.1, H.265
/// §8.3.1): a picture with a lower one than another before it is shown before that one.
///
/// Thread rule: confined to one thread.
public final class OutputOrder {
    private long highest = Long.MIN_VALUE;

    /// Creates an order without pictures.
    public OutputOrder() {}

    /// Judges the next picture.
    ///
    /// @param begins whether everything decoded before is shown before it, or does not matter
    /// @param pictureOrderCount of the picture
    /// @param disposable whether no other picture refers to it
    public Verdict next(boolean begins, long pictureOrderCount, boolean disposable) {
        if (begins || pictureOrderCount >= highest) {
            highest = pictureOrderCount;
            return Verdict.IN_ORDER;
        }
        return disposable ? Verdict.DISPOSABLE : Verdict.REFERENCED;
    }
}
