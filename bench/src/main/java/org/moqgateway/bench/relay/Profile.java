package org.moqgateway.bench.relay;

/// The shape of a published stream.
///
/// @param bitrateBps of the payload
/// @param framesPerSecond frame rate
/// @param groupFrames frames of a group, the first of which is a keyframe
/// @param keyframeRatio how much heavier a keyframe is than another frame
record Profile(long bitrateBps, int framesPerSecond, int groupFrames, int keyframeRatio) {
    /// 1080p as it is streamed: 30 frames per second, a keyframe of eight times the weight each two
    /// seconds.
    static Profile fullHd(long bitrateBps) {
        return new Profile(bitrateBps, 30, 60, 8);
    }

    /// Payload bytes of a frame.
    ///
    /// @param index within its group
    int frameBytes(int index) {
        double perGroup = bitrateBps / 8.0 / framesPerSecond * groupFrames;
        double plain = perGroup / (groupFrames + keyframeRatio - 1);
        return (int)
                Math.max(FrameStamp.BYTES, Math.round(index == 0 ? keyframeRatio * plain : plain));
    }

    /// Time from frame to frame.
    long frameNanos() {
        return 1_000_000_000L / framesPerSecond;
    }
}
