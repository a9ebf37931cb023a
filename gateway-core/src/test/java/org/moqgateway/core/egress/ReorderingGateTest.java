package org.moqgateway.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.FrameReordering;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.negotiation.SessionProblem.Code;

class ReorderingGateTest {
    /// Reads the verdict from the frame itself: `K` a keyframe, `I` in order, `d` disposable, `r`
    /// referenced.
    private static final FrameReordering TOLD =
            (frame, offset, _, _) ->
                    switch (frame[offset]) {
                        case 'd' -> FrameReordering.Verdict.DISPOSABLE;
                        case 'r' -> FrameReordering.Verdict.REFERENCED;
                        default -> FrameReordering.Verdict.IN_ORDER;
                    };

    private static String passed(ReorderingGate gate, String frames) {
        StringBuilder passed = new StringBuilder();
        for (int i = 0; i < frames.length(); i++) {
            byte[] frame = {(byte) frames.charAt(i)};
            switch (gate.next(frame, 0, 1, frames.charAt(i) == 'K')) {
                case SEND -> passed.append('s');
                case SEND_REORDERED -> passed.append('o');
                case LEAVE_OUT -> passed.append('.');
            }
        }
        return passed.toString();
    }

    /// The policy, frames, what passes, and the problem after the last of them.
    @ParameterizedTest
    @CsvSource({
        "DROP, KIIII, sssss,",
        "DROP, KIdIdKId, ss.s.ss., B_FRAMES_DROPPED",
        "DROP, KIdrI, ss..., B_FRAMES",
        "DROP, KIrIIKIII, ss......., B_FRAMES",
        "REFUSE, KIIII, sssss,",
        "REFUSE, KIdI, ss.., B_FRAMES",
        "REFUSE, KIrI, ss.., B_FRAMES",
        "PASS, KIdrI, ssoos,",
    })
    void framesPassAsThePolicySays(BFrames policy, String frames, String expected, Code problem) {
        ReorderingGate gate = new ReorderingGate(TOLD, policy);

        assertThat(passed(gate, frames)).isEqualTo(expected);
        assertThat(gate.problem().map(SessionProblem::code).orElse(null)).isEqualTo(problem);
    }

    @Test
    void videoComesBackAfterTwoGroupsWithoutSuchFrames() {
        ReorderingGate gate = new ReorderingGate(TOLD, BFrames.REFUSE);

        assertThat(passed(gate, "KIdIKIIKdIKIIKIIKII")).isEqualTo("ss..............sss");
        assertThat(gate.problem()).isEmpty();
    }

    @Test
    void reasonSaysWhatToDo() {
        ReorderingGate gate = new ReorderingGate(TOLD, BFrames.DROP);
        passed(gate, "Kr");

        assertThat(gate.problem().orElseThrow().text()).contains("bframes=0", "zerolatency");
    }
}
