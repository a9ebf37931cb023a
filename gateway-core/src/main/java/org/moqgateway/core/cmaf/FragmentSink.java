package org.moqgateway.core.cmaf;

/// Takes the samples of a fragment, in decoding order.
@FunctionalInterface
public interface FragmentSink {
    /// One sample.
    ///
    /// @param timestampUs presentation time, microseconds, not negative
    /// @param offset where its bytes begin in the fragment
    /// @param length how many there are, at least 1
    /// @param keyframe whether a decoder can begin with it
    void sample(long timestampUs, int offset, int length, boolean keyframe);
}
