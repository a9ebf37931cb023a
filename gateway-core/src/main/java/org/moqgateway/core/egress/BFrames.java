package org.moqgateway.core.egress;

/// What is done with video whose frames are shown in another order than they are decoded in
/// (B-frames), which browsers cannot do over WebRTC: they show each frame as it is decoded.
public enum BFrames {
    /// Frames that no other frame needs are left out; where others need them, the video of the feed
    /// ends with a reason.
    DROP,
    /// The video of a feed with such frames ends with a reason.
    REFUSE,
    /// Everything is sent, for players that put frames in order.
    PASS
}
