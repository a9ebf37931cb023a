package org.moqgateway.moq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.frame.MaxDataFrame;
import tech.kwik.core.frame.NewConnectionIdFrame;
import tech.kwik.core.frame.NewTokenFrame;
import tech.kwik.core.frame.PathChallengeFrame;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.frame.ResetStreamFrame;
import tech.kwik.core.frame.RetireConnectionIdFrame;
import tech.kwik.core.frame.StreamFrame;
import tech.kwik.core.impl.Version;

/// Floods of frames.
final class FrameBudgetTest {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final Version ONE = Version.getDefault();

    private final FrameBudget budget = new FrameBudget();

    private boolean spend(QuicFrame frame, int count, long seconds) {
        return budget.spend(Collections.nCopies(count, frame), seconds * SECOND_NANOS);
    }

    private static QuicFrame data() {
        return new StreamFrame(2, new byte[1], false);
    }

    @Test
    void allowsAFewConnectionIdsInAllBecauseEachIsKept() {
        QuicFrame id = new NewConnectionIdFrame(ONE, 1, 0, new byte[8]);
        QuicFrame retired = new RetireConnectionIdFrame(ONE, 1);
        assertThat(spend(id, 200, 0)).isTrue();
        assertThat(spend(retired, 56, 0)).isTrue();
        assertThat(spend(id, 1, 0)).isFalse();
        assertThat(spend(id, 1, 61)).isTrue();
        assertThat(spend(id, 1, 61)).isFalse();
    }

    @Test
    void allowsAPathChallengeASecond() {
        QuicFrame challenge = new PathChallengeFrame(ONE, new byte[8]);
        assertThat(spend(challenge, 256, 0)).isTrue();
        assertThat(spend(challenge, 1, 0)).isFalse();
        assertThat(spend(challenge, 9, 10)).isTrue();
        assertThat(spend(challenge, 2, 10)).isFalse();
    }

    @Test
    void allowsAHundredFramesASecondThatSayNothing() {
        for (QuicFrame frame :
                List.of(
                        new PingFrame(),
                        new NewTokenFrame(new byte[8]),
                        new CryptoFrame(ONE, 0, new byte[8]))) {
            FrameBudget fresh = new FrameBudget();
            List<QuicFrame> hundred = Collections.nCopies(100, frame);
            for (int second = 0; second < 100; second++) {
                assertThat(fresh.spend(hundred, second * SECOND_NANOS)).isTrue();
            }
            assertThat(fresh.spend(Collections.nCopies(501, frame), 100 * SECOND_NANOS)).isFalse();
        }
    }

    @Test
    void allowsFlowControlInProportionToTheDataOfEitherSide() {
        QuicFrame window = new MaxDataFrame(1);
        QuicFrame reset = new ResetStreamFrame(2, 0, 0);
        assertThat(spend(window, 5_000, 0)).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(spend(data(), 1_000, 0)).isTrue();
            assertThat(spend(reset, 2_000, 0)).isTrue();
            budget.sent(1_000);
            assertThat(spend(window, 2_000, 0)).isTrue();
        }
        assertThat(spend(window, 1, 0)).isFalse();
    }

    @Test
    void doesNotCountData() {
        assertThat(spend(data(), 90_000, 0)).isTrue();
    }

    @Test
    void countsStreamFramesWithoutAnything() {
        assertThat(spend(new StreamFrame(2, new byte[0], false), 5_001, 0)).isFalse();
    }
}
