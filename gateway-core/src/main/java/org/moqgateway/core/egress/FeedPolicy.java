package org.moqgateway.core.egress;

import java.util.concurrent.Executor;
import org.moqgateway.core.audio.OpusTranscoding;

/// What feeds do with media that WebRTC cannot carry.
///
/// @param bFrames what becomes of frames that are out of order
/// @param transcoding makes Opus of other audio
/// @param transcoders runs the transcoding of a feed: one task at a time for each, which may block
public record FeedPolicy(BFrames bFrames, OpusTranscoding transcoding, Executor transcoders) {
    /// B-frames are left out, nothing is transcoded.
    public static final FeedPolicy DEFAULT = of(BFrames.DROP, OpusTranscoding.NONE);

    /// With each task on a virtual thread.
    public static FeedPolicy of(BFrames bFrames, OpusTranscoding transcoding) {
        return new FeedPolicy(bFrames, transcoding, Thread::startVirtualThread);
    }
}
