package org.moqgateway.core.ingest;

/// What became of a frame that was handed in.
public enum FrameOutcome {
    /// It is in the broadcast.
    PUBLISHED(false),

    /// It needs pictures that came before the first keyframe, or before the group was given up.
    NO_KEYFRAME_YET(true),

    /// It is a keyframe without parameter sets: nobody could decode it.
    NO_CONFIGURATION(true),

    /// The group had grown to all that the track may hold. It ends here.
    GROUP_FULL(true),

    /// It has no bytes.
    EMPTY(false),

    /// The broadcast has ended, by its publisher or because another took its name.
    ENDED(false);

    private final boolean keyframeWanted;

    FrameOutcome(boolean keyframeWanted) {
        this.keyframeWanted = keyframeWanted;
    }

    /// Whether the publisher should be asked for a keyframe (PLI). The caller limits how often.
    public boolean keyframeWanted() {
        return keyframeWanted;
    }
}
