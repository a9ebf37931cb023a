package org.moqgateway.moq.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Reasons for people.
final class CloseReasonTest {
    @Test
    void shortensReasonsBetweenCharacters() {
        assertThat(CloseReason.shortened("abc")).isEqualTo("abc");
        assertThat(CloseReason.shortened("x".repeat(600))).hasSize(512);
        assertThat(CloseReason.shortened("x".repeat(511) + "\u00e9")).isEqualTo("x".repeat(511));
        assertThat(CloseReason.shortened("x".repeat(509) + "\ud83d\ude00"))
                .isEqualTo("x".repeat(509));
    }
}
