package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.memory.MemoryLoop;
import org.moqgateway.moq.transport.memory.VirtualTime;
import org.moqgateway.moq.wire.MoqError;

/// The pieces that a session is made of.
class SmallPartsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1000, 0",
        "1499, 1000, 1",
        "1500, 1000, 2",
        "33333, 90000, 3000",
        "1000000, 1000000, 1000000",
        "9000000000000000000, 1000000, 2305843009213693951",
        "9000000000000000000, 2147483647, 2305843009213693951",
        "7, 1, 0"
    })
    void convertsToUnits(long micros, long timescale, long units) {
        assertThat(Timestamps.toUnits(micros, timescale)).isEqualTo(units);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1000, 3000",
        "1, 3, 333333",
        "2, 3, 666667",
        "4611686018427387903, 1, 2305843009213693951"
    })
    void convertsToMicros(long units, long timescale, long micros) {
        assertThat(Timestamps.toMicros(units, timescale)).isEqualTo(micros);
    }

    @ParameterizedTest
    @CsvSource({
        "QUIC, 0, 91141958510811",
        "QUIC, 51, 91141958510863",
        "QUIC, 4294967295, 91146396643682",
        "WEBTRANSPORT, 51, 51",
        "WEBSOCKET, 51, 51",
        "TLS, 51, 51"
    })
    void placesCodesAsUpstreamDoes(TransportKind kind, long code, long number) {
        StreamCodes codes = new StreamCodes(kind);
        assertThat(codes.toWire(code)).isEqualTo(number);
        assertThat(codes.fromWire(number)).isEqualTo(code);
        assertThat(codes.fromWire(7)).isEqualTo(7);
    }

    @Test
    void grantsTheNamesOfRelaysByPrefixesThatBeginThereAlone() {
        Scope all = new Scope(Grant.everything());
        assertThat(all.mayRead(".internal/origins/a")).isFalse();
        assertThat(all.mayPublish(".internal")).isFalse();
        assertThat(all.mayPublish(".internals")).isTrue();
        assertThat(all.readable(".internal/origins")).isEmpty();
        assertThat(all.readable("")).containsExactly("");

        Scope node = new Scope(new Grant("", List.of("", ".internal/x"), List.of("/"), null, 1));
        assertThat(node.mayRead(".internal/x/a")).isTrue();
        assertThat(node.mayRead(".internal/y")).isFalse();
        assertThat(node.readable(".internal")).containsExactly(".internal/x");
        assertThat(node.readable("")).containsExactly("");
        assertThat(node.mayPublish(".internal/x/a")).isFalse();

        Scope below = new Scope(new Grant(".internal", List.of(""), List.of("x"), null, 1));
        assertThat(below.mayRead("origins")).isTrue();
        assertThat(below.mayPublish("x/a")).isTrue();
        assertThat(below.mayPublish("y")).isFalse();
    }

    @Test
    void keepsPrefixesToWholeParts() {
        Scope scope =
                new Scope(new Grant("/t//", List.of("room", "room/a", "x/"), List.of(), null, 0));
        assertThat(scope.mayRead("room")).isTrue();
        assertThat(scope.mayRead("room/b")).isTrue();
        assertThat(scope.mayRead("roomy")).isFalse();
        assertThat(scope.mayRead("")).isFalse();
        assertThat(scope.mayPublish("room")).isFalse();
        assertThat(scope.readable("")).containsExactly("room", "x");
        assertThat(scope.readable("room/a/b")).containsExactly("room/a/b");
        assertThat(scope.readable("y")).isEmpty();
        assertThat(scope.absolute("room")).isEqualTo("t/room");
        assertThat(scope.relative("t/room")).contains("room");
        assertThat(scope.relative("tt/room")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(MoqError.class)
    void givesEveryErrorAReason(MoqError error) {
        assertThat(Reasons.of(error)).isNotNull();
    }

    @Test
    void keepsReasonsAcrossTheWire() {
        for (AbortReason reason :
                List.of(
                        AbortReason.CANCELLED,
                        AbortReason.OLD,
                        AbortReason.EVICTED,
                        AbortReason.NOT_FOUND,
                        AbortReason.TIMEOUT,
                        AbortReason.TOO_LARGE,
                        AbortReason.DROPPED,
                        AbortReason.application(5, "own"))) {
            assertThat(Reasons.ofStreamCode(Reasons.streamCode(reason)).code())
                    .as(reason.text())
                    .isEqualTo(reason.code());
        }
        assertThat(Reasons.ofStreamCode(0x21).code()).isEqualTo(AbortReason.DROPPED.code());
        assertThat(Reasons.ofStreamCode(Long.MAX_VALUE).code())
                .isEqualTo(AbortReason.DROPPED.code());
    }

    @Test
    void refillsTheBudgetOfWastedStreams() {
        AbuseBudget budget = new AbuseBudget(2, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(budget.take(0)).isTrue();
        }
        assertThat(budget.take(0)).isFalse();
        long later = TimeUnit.SECONDS.toNanos(3);
        assertThat(budget.take(later)).isTrue();
        assertThat(budget.take(TimeUnit.DAYS.toNanos(300))).isTrue();
    }

    @Test
    void boundsDurationsThatAPeerChose() {
        assertThat(Saturating.nanos(Duration.ofMillis(1L << 61)))
                .isEqualTo(Duration.ofDays(365).toNanos());
        assertThat(Saturating.nanos(Duration.ofMillis(5))).isEqualTo(5_000_000);
    }

    @Test
    void worksInTheOrderOfWakingAndOnceEach() {
        VirtualTime time = new VirtualTime();
        MemoryLoop loop = new MemoryLoop(time);
        WorkQueue queue = new WorkQueue(loop);
        List<String> done = new ArrayList<>();
        class Named extends Work {
            private final String name;

            Named(String name) {
                super(queue);
                this.name = name;
            }

            @Override
            void work() {
                done.add(name);
                if (name.equals("b") && done.size() < 5) {
                    run();
                }
            }
        }
        Work a = new Named("a");
        Work b = new Named("b");
        Work c = new Named("c");
        a.run();
        b.run();
        a.run();
        c.run();
        assertThat(loop.handed()).isEqualTo(1);
        time.run();
        assertThat(done).startsWith("a", "b", "c", "b");
    }
}
