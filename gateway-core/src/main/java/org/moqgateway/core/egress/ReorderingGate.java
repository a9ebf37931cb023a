package org.moqgateway.core.egress;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.FrameReordering;
import org.moqgateway.core.negotiation.SessionProblem;

/// Decides about the frames of one feed when some are shown in another order than they are decoded
/// in. What it refused it takes again after [#CLEAN_GROUPS] groups without such frames: a publisher
/// that heeds the reason need not come back under another name.
///
/// Confined to one thread.
final class ReorderingGate {
    /// How many groups in a row prove that the encoder was set right.
    static final int CLEAN_GROUPS = 2;

    private static final SessionProblem ENDED =
            new SessionProblem(
                    SessionProblem.Code.B_FRAMES,
                    "the video uses B-frames, which cannot be shown over WebRTC: encode without"
                            + " them (bframes=0, or tune zerolatency)");

    private static final SessionProblem LEFT_OUT =
            new SessionProblem(
                    SessionProblem.Code.B_FRAMES_DROPPED,
                    "the video uses B-frames, which cannot be shown over WebRTC and are left out"
                            + " here: encode without them (bframes=0, or tune zerolatency)");

    /// What becomes of a frame.
    enum Passage {
        /// It is sent.
        SEND,
        /// It is sent although it is shown before its predecessor.
        SEND_REORDERED,
        /// It is not sent.
        LEAVE_OUT
    }

    private final FrameReordering reordering;
    private final BFrames policy;
    private @Nullable SessionProblem problem;
    private boolean groupReordered;
    private int cleanGroups;

    ReorderingGate(FrameReordering reordering, BFrames policy) {
        this.reordering = reordering;
        this.policy = policy;
    }

    /// Looks at the next frame in decoding order; see [FrameReordering#next].
    Passage next(byte[] frame, int offset, int length, boolean keyframe) {
        if (keyframe) {
            beginGroup();
        }
        FrameReordering.Verdict verdict = reordering.next(frame, offset, length, keyframe);
        if (verdict != FrameReordering.Verdict.IN_ORDER) {
            groupReordered = true;
            cleanGroups = 0;
        }
        return switch (policy) {
            case PASS ->
                    verdict == FrameReordering.Verdict.IN_ORDER
                            ? Passage.SEND
                            : Passage.SEND_REORDERED;
            case DROP ->
                    switch (verdict) {
                        case IN_ORDER -> ended() ? Passage.LEAVE_OUT : Passage.SEND;
                        case DISPOSABLE -> leaveOut(ended() ? ENDED : LEFT_OUT);
                        case REFERENCED -> leaveOut(ENDED);
                    };
            case REFUSE ->
                    switch (verdict) {
                        case IN_ORDER -> ended() ? Passage.LEAVE_OUT : Passage.SEND;
                        case DISPOSABLE, REFERENCED -> leaveOut(ENDED);
                    };
        };
    }

    private Passage leaveOut(SessionProblem because) {
        problem = because;
        return Passage.LEAVE_OUT;
    }

    private boolean ended() {
        return ENDED.equals(problem);
    }

    private void beginGroup() {
        if (problem != null && !groupReordered && ++cleanGroups >= CLEAN_GROUPS) {
            problem = null;
        }
        groupReordered = false;
    }

    /// Why frames are left out; empty while none are.
    Optional<SessionProblem> problem() {
        return Optional.ofNullable(problem);
    }
}
