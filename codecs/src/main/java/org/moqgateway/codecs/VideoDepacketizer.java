package org.moqgateway.codecs;

import java.util.Optional;

/// A [Depacketizer] of a video codec, which learns the shape of the pictures from the bitstream.
public interface VideoDepacketizer extends Depacketizer {

    /// The configuration of the newest keyframe that was delivered; empty before the first one.
    ///
    /// It changes right before the keyframe that needs it reaches the sink. Two equal values mean
    /// that nothing changed.
    Optional<VideoConfig> config();
}
