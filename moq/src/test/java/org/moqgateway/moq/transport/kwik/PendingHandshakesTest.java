package org.moqgateway.moq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Handshakes that are begun and not completed.
final class PendingHandshakesTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final PendingHandshakes pending = new PendingHandshakes(5);

    @Test
    void forgetsWhatIsCompletedAndWhatIsOld() {
        for (int second = 0; second < 10; second++) {
            for (int i = 0; i < 20; i++) {
                pending.begun(second * SECOND_NANOS + 5);
            }
            for (int i = 0; i < 10; i++) {
                pending.completed(second * SECOND_NANOS + 5);
            }
        }
        assertThat(pending.count(10 * SECOND_NANOS)).isEqualTo(100);
        assertThat(pending.count(35 * SECOND_NANOS + 5)).isEqualTo(40);
        assertThat(pending.count(1_000_000 * SECOND_NANOS)).isZero();
        pending.completed(1_000_000 * SECOND_NANOS);
        assertThat(pending.count(1_000_000 * SECOND_NANOS)).isZero();
    }
}
