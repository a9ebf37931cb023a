package org.moqgateway.moq.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RelayLinkTest {
    /// What is promised of a restarted relay leaves the rest of the second to the dial itself.
    @Test
    void neverWaitsForASecondAndNeverGivesUp() {
        assertThat(RelayLink.BACKOFF.max()).isLessThanOrEqualTo(Duration.ofMillis(900));
        assertThat(RelayLink.BACKOFF.timeout()).isEmpty();
    }
}
