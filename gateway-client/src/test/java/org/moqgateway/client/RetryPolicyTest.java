package org.moqgateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.client.Failure.Kind;

class RetryPolicyTest {
    private static final long NOW = 5_000_000_000L;
    private static final RandomGenerator LEAST = () -> 0;

    private final RetryPolicy policy = new RetryPolicy(0);
    private final RandomGenerator random = new SplittableRandom(7);

    private long millis(Kind kind) {
        return policy.after(Failure.of(kind, "x"), NOW, random).toMillis();
    }

    private Duration asked(Kind kind, Duration retryAfter) {
        return policy.after(new Failure(kind, Optional.of(retryAfter), "x"), NOW, random);
    }

    @Test
    void comesBackAtOnceAfterASessionThatLived() {
        policy.lived(NOW);
        assertThat(millis(Kind.BROKE)).isBetween(0L, 100L);
    }

    @Test
    void doublesUpToItsCapWhileNobodyIsThere() {
        assertThat(millis(Kind.UNREACHABLE)).isBetween(125L, 250L);
        assertThat(millis(Kind.UNREACHABLE)).isBetween(250L, 500L);
        for (int attempt = 0; attempt < 200; attempt++) {
            assertThat(millis(Kind.UNREACHABLE)).isBetween(375L, 750L);
        }
    }

    @Test
    void dialsRarelyWhoIsAwayForLong() {
        policy.lived(NOW);
        long later = NOW + Duration.ofMinutes(11).toNanos();
        Failure failure = Failure.of(Kind.UNREACHABLE, "x");
        for (int attempt = 0; attempt < 10; attempt++) {
            policy.after(failure, later, random);
        }
        assertThat(policy.after(failure, later, random).toMillis()).isBetween(2_500L, 5_000L);
    }

    @Test
    void obeysRetryAfterOfWhatIsNotFound() {
        policy.lived(NOW);
        assertThat(asked(Kind.NOT_FOUND, Duration.ofSeconds(20)))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void neverWaitsForNothingAgainAndAgain() {
        policy.lived(NOW);
        long first = policy.after(Failure.of(Kind.BROKE, "x"), NOW, LEAST).toMillis();
        long second = policy.after(Failure.of(Kind.BROKE, "x"), NOW, LEAST).toMillis();
        assertThat(first).isZero();
        assertThat(second).isGreaterThanOrEqualTo(125);
    }

    @Test
    void isNotResetByASessionThatHadNoMedia() {
        for (int attempt = 0; attempt < 10; attempt++) {
            millis(Kind.NEVER_CONNECTED);
        }
        assertThat(millis(Kind.NEVER_CONNECTED)).isBetween(2_500L, 5_000L);
        assertThat(policy.failures()).isEqualTo(11);
    }

    @Test
    void beginsAnewAfterMedia() {
        millis(Kind.UNREACHABLE);
        millis(Kind.UNREACHABLE);
        policy.lived(NOW);
        assertThat(policy.failures()).isZero();
        assertThat(millis(Kind.UNREACHABLE)).isLessThanOrEqualTo(100);
        assertThat(millis(Kind.UNREACHABLE)).isBetween(125L, 250L);
    }

    @Test
    void backsOffFromAnOverloadedServer() {
        for (int attempt = 0; attempt < 10; attempt++) {
            millis(Kind.OVERLOADED);
        }
        assertThat(millis(Kind.OVERLOADED)).isBetween(2_500L, 5_000L);
    }

    @Test
    void neverComesEarlierThanAskedAndBoundsWhatIsAsked() {
        for (int attempt = 0; attempt < 50; attempt++) {
            assertThat(asked(Kind.OVERLOADED, Duration.ofSeconds(20)))
                    .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(25));
            assertThat(asked(Kind.NOT_READY, Duration.ofDays(30)))
                    .isBetween(Duration.ofMinutes(5), Duration.ofSeconds(375));
            assertThat(asked(Kind.NOT_READY, Duration.ZERO))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(250));
        }
    }

    @Test
    void asksForABroadcastThatIsNotThereOnceASecond() {
        assertThat(millis(Kind.NOT_READY)).isBetween(1_000L, 1_250L);
    }

    @Test
    void takesNotFoundForARestartDuringTheFirstMinuteOnly() {
        policy.lived(NOW - Duration.ofSeconds(59).toNanos());
        assertThat(millis(Kind.NOT_FOUND)).isLessThanOrEqualTo(100);
        assertThat(millis(Kind.NOT_FOUND)).isLessThanOrEqualTo(250);
        policy.lived(NOW - Duration.ofSeconds(61).toNanos());
        assertThat(millis(Kind.NOT_FOUND)).isBetween(5_000L, 6_250L);
    }

    @Test
    void asksSlowlyForWhatWasNeverThere() {
        assertThat(millis(Kind.NOT_FOUND)).isBetween(5_000L, 6_250L);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAUTHORIZED", "REFUSED", "BROKEN"})
    void asksSlowlyWhereAPersonMustAct(Kind kind) {
        policy.lived(NOW);
        assertThat(millis(kind)).isBetween(30_000L, 37_500L);
    }

    @ParameterizedTest
    @EnumSource
    void isJitteredAndBoundedForEveryKind(Kind kind) {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int attempt = 0; attempt < 100_000; attempt++) {
            long wait = millis(kind);
            least = Math.min(least, wait);
            most = Math.max(most, wait);
        }
        assertThat(least).isGreaterThanOrEqualTo(125).isLessThan(most);
        assertThat(most).isLessThanOrEqualTo(37_500);
    }
}
