package org.moqgateway.core.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.rtcp.ReportBlock;

class RtpReceiveStreamTest {
    @Test
    void packetsInOrderLeaveAtOnce() {
        ReceiveBench bench = ReceiveBench.video().receive(10, 11, 12);
        assertThat(bench.drain()).containsExactly("10", "11", "12");
        assertThat(bench.stream.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(bench.pollNacks()).isEmpty();
        assertThat(bench.stream.counters().packets()).isEqualTo(3);
    }

    @Test
    void reorderedPacketsLeaveInOrderWithTheTimeOfTheirArrival() {
        ReceiveBench bench = ReceiveBench.video().receive(10, 12);
        bench.advance(3).receive(11, 13);
        assertThat(bench.drain()).containsExactly("10", "11", "12", "13");
        assertThat(bench.arrivalsMillis).containsExactly(7000L, 7003L, 7000L, 7003L);
        bench.advance(100);
        assertThat(bench.pollNacks()).isEmpty();
        assertThat(bench.stream.counters().nacked()).isZero();
    }

    @Test
    void duplicatesAreDroppedAndCounted() {
        ReceiveBench bench = ReceiveBench.video().receive(10, 10, 12, 12, 11, 11, 12);
        assertThat(bench.drain()).containsExactly("10", "11", "12");
        assertThat(bench.stream.counters().duplicates()).isEqualTo(4);
        assertThat(bench.stream.counters().late()).isZero();
    }

    @Test
    void asksForMissingPacketsAfterTheReorderTolerance() {
        ReceiveBench bench = ReceiveBench.video().receive(65534, 2);
        assertThat(bench.pollNacks()).isEmpty();
        bench.advance(9);
        assertThat(bench.pollNacks()).isEmpty();
        bench.advance(1);
        assertThat(bench.pollNacks()).containsExactly(65535, 0, 1);
        assertThat(bench.pollNacks()).isEmpty();
        assertThat(bench.stream.counters().nacked()).isEqualTo(3);
    }

    @Test
    void asksAgainAfterARoundTripOnly() {
        ReceiveBench bench = ReceiveBench.video();
        bench.stream.roundTripTime(40 * ReceiveBench.MILLIS);
        bench.receive(1, 3).advance(10);
        assertThat(bench.pollNacks()).containsExactly(2);
        bench.advance(49);
        assertThat(bench.pollNacks()).isEmpty();
        bench.advance(1);
        assertThat(bench.pollNacks()).containsExactly(2);
        assertThat(bench.stream.counters().nacked()).isEqualTo(1);
        assertThat(bench.stream.counters().nacksSent()).isEqualTo(2);
    }

    @Test
    void learnsTheRoundTripFromRepairs() {
        ReceiveBench bench = ReceiveBench.video().receive(1, 3).advance(10);
        bench.pollNacks();
        bench.advance(20).receiveRtx(2).receive(5).advance(10);
        assertThat(bench.pollNacks()).containsExactly(4);
        bench.advance(24);
        assertThat(bench.pollNacks()).isEmpty();
        bench.advance(1);
        assertThat(bench.pollNacks()).containsExactly(4);
    }

    @Test
    void toleratesMoreReorderingOnceItHasSeenIt() {
        ReceiveBench bench = ReceiveBench.video().receive(1, 3);
        bench.advance(8).receive(2, 5).advance(8).receive(4, 7).advance(9);
        assertThat(bench.stream.counters().nacked()).isZero();
        ReceiveBench slow = ReceiveBench.video().receive(1, 3).advance(9);
        slow.receive(2, 5).advance(10);
        assertThat(slow.pollNacks()).isEmpty();
        slow.advance(2);
        assertThat(slow.pollNacks()).containsExactly(4);
    }

    @Test
    void rtxRepairsWithTheOriginalNumberAndPayloadType() {
        ReceiveBench bench = ReceiveBench.video().receive(1, 3).advance(10);
        bench.pollNacks();
        bench.advance(20).receiveRtx(2);
        assertThat(bench.drain()).containsExactly("1", "2", "3");
        ReceiveCounters counters = bench.stream.counters();
        assertThat(counters.repaired()).isEqualTo(1);
        assertThat(counters.repairedByRtx()).isEqualTo(1);
        assertThat(counters.packets()).isEqualTo(2);
        assertThat(counters.lost()).isZero();
        assertThat(bench.stream.takeKeyframeWanted()).isFalse();
    }

    @Test
    void plainRetransmissionRepairsToo() {
        ReceiveBench bench = ReceiveBench.video().receive(1, 3).advance(10);
        bench.pollNacks();
        bench.advance(20).receive(2);
        assertThat(bench.drain()).containsExactly("1", "2", "3");
        assertThat(bench.stream.counters().repaired()).isEqualTo(1);
        assertThat(bench.stream.counters().repairedByRtx()).isZero();
    }

    @Test
    void strayRtxIsRefused() {
        ReceiveBench bench = ReceiveBench.video().receiveRtx(5);
        assertThat(bench.drain()).isEmpty();
        bench.receive(100).receiveRtx(101).receiveRtx(40_000);
        assertThat(bench.stream.counters().refused()).isEqualTo(3);
        bench.receiveRtx(100);
        assertThat(bench.stream.counters().duplicates()).isEqualTo(1);
        assertThat(bench.drain()).containsExactly("100");
    }

    @Test
    void givesUpMarksTheGapAndWantsOneKeyframe() {
        ReceiveBench bench = ReceiveBench.video().receive(1, 4, 6);
        for (int i = 0; i < 120; i++) {
            bench.advance(5).pollNacks();
        }
        assertThat(bench.drain()).containsExactly("1", "!4", "!6");
        assertThat(bench.stream.takeKeyframeWanted()).isTrue();
        assertThat(bench.stream.takeKeyframeWanted()).isFalse();
        assertThat(bench.stream.counters().lost()).isEqualTo(3);
        bench.receive(2, 7);
        assertThat(bench.drain()).containsExactly("7");
        assertThat(bench.stream.counters().late()).isEqualTo(1);
    }

    @Test
    void asksAtMostTenTimesForAPacket() {
        ReceiveBench bench = ReceiveBench.video();
        bench.stream.roundTripTime(ReceiveBench.MILLIS);
        bench.receive(1, 3);
        for (int i = 0; i < 500; i++) {
            bench.advance(1).pollNacks();
        }
        assertThat(bench.stream.counters().nacksSent()).isEqualTo(10);
        assertThat(bench.stream.counters().lost()).isEqualTo(1);
    }

    @Test
    void audioGoesOnAfterAShortWait() {
        ReceiveBench bench = ReceiveBench.audio(false).receive(1, 3).advance(39);
        assertThat(bench.drain()).containsExactly("1");
        bench.advance(1);
        assertThat(bench.drain()).containsExactly("!3");
        assertThat(bench.pollNacks()).isEmpty();
        assertThat(bench.stream.takeKeyframeWanted()).isFalse();
    }

    @Test
    void audioWithNackWaitsForARepairAHundredMilliseconds() {
        ReceiveBench bench = ReceiveBench.audio(true).receive(1, 3).advance(10);
        assertThat(bench.pollNacks()).containsExactly(2);
        bench.advance(80).receive(2);
        assertThat(bench.drain()).containsExactly("1", "2", "3");
        bench.receive(5).advance(100);
        assertThat(bench.drain()).containsExactly("!5");
    }

    @Test
    void probesWithoutPayloadFillTheirPlaceButAreNotEmitted() {
        ReceiveBench bench = ReceiveBench.video().receive(1);
        byte[] probe = ReceiveBench.primary(ReceiveBench.SSRC, 2);
        probe[0] |= 0x20;
        probe[probe.length - 1] = 8;
        bench.receive(probe).receive(3);
        assertThat(bench.drain()).containsExactly("1", "3");
    }

    @Test
    void oneWildSequenceNumberChangesNothing() {
        ReceiveBench bench = ReceiveBench.video().receive(1, 2, 30_000, 3);
        assertThat(bench.drain()).containsExactly("1", "2", "3");
        assertThat(bench.stream.counters().refused()).isEqualTo(1);
        assertThat(bench.stream.counters().resets()).isZero();
    }

    /// Threat row 8: a jump costs one reset and one keyframe request, never thousands of NACKs.
    @Test
    void sequenceJumpCostsOneResetAndNoNacks() {
        ReceiveBench bench = ReceiveBench.video().receive(1, 2, 4, 33_000, 33_001, 33_002);
        assertThat(bench.drain()).containsExactly("1", "2", "!4", "!33001", "33002");
        assertThat(bench.stream.counters().resets()).isEqualTo(1);
        assertThat(bench.stream.takeKeyframeWanted()).isTrue();
        bench.advance(50);
        assertThat(bench.pollNacks()).isEmpty();
        assertThat(bench.stream.takeKeyframeWanted()).isFalse();
    }

    @Test
    void neverWaitsForMoreThan512Packets() {
        ReceiveBench bench = ReceiveBench.video().receive(0);
        for (int i = 1; i <= 20; i++) {
            bench.receive(i * 500);
        }
        bench.advance(10);
        assertThat(bench.pollNacks()).hasSize(512);
        assertThat(bench.stream.counters().lost()).isEqualTo(20 * 499 - 512);
        assertThat(bench.drain()).hasSize(19);
        bench.advance(1000);
        assertThat(bench.drain()).containsExactly("!9500", "!10000");
    }

    @Test
    void requestsAreLimitedToAThousandASecondAfterABurst() {
        ReceiveBench bench = ReceiveBench.video();
        bench.stream.roundTripTime(1);
        int sequenceNumber = 0;
        for (int i = 0; i < 2000; i++) {
            bench.receive(sequenceNumber += 10).advance(1);
            bench.pollNacks();
        }
        assertThat(bench.stream.counters().nacksSent()).isBetween(1000L, 512 + 2000L);
    }

    @Test
    void wrapAroundKeepsOrder() {
        ReceiveBench bench = ReceiveBench.video();
        bench.receive(IntStream.range(0, 200_000).map(i -> i & 0xffff).toArray());
        assertThat(bench.out).hasSize(200_000).noneMatch(s -> s.startsWith("!"));
        assertThat(bench.stream.counters().refused()).isZero();
    }

    @Test
    void anotherSsrcTakesOverOnlyAfterASecondOfSilence() {
        ReceiveBench bench = ReceiveBench.video().receive(1);
        bench.receive(ReceiveBench.primary(99, 500));
        bench.advance(999).receive(ReceiveBench.primary(99, 501)).receive(2);
        assertThat(bench.stream.ssrc()).isEqualTo(ReceiveBench.SSRC);
        bench.receive(ReceiveBench.primary(99, 502)).advance(1000);
        bench.receive(ReceiveBench.primary(99, 503));
        assertThat(bench.stream.ssrc()).isEqualTo(99);
        assertThat(bench.stream.counters().refused()).isEqualTo(3);
        assertThat(bench.stream.counters().resets()).isEqualTo(1);
        assertThat(bench.drain()).containsExactly("1", "2", "!503", "damaged");
    }

    /// Threat row 5: whatever arrives, the stream lives and its state stays within bounds.
    @Test
    void survivesAHundredThousandJunkPackets() {
        ReceiveBench bench = ReceiveBench.video().receive(1);
        Random random = new Random(8);
        for (int i = 0; i < 100_000; i++) {
            byte[] junk = new byte[12 + random.nextInt(40)];
            random.nextBytes(junk);
            junk[0] = (byte) 0x80;
            junk[1] = (byte) (random.nextBoolean() ? 96 : 97);
            if (random.nextInt(3) > 0) {
                System.arraycopy(ReceiveBench.primary(ReceiveBench.SSRC, 0), 8, junk, 8, 4);
            }
            bench.receive(junk);
            bench.advance(random.nextInt(2));
            assertThat(bench.pollNacks()).hasSizeLessThanOrEqualTo(512);
            bench.out.clear();
            bench.arrivalsMillis.clear();
        }
        bench.advance(2000);
        bench.out.clear();
        bench.receive(7, 8, 9, 10);
        assertThat(bench.drain().getLast()).isEqualTo("10");
    }

    @Test
    void reportsLossJitterAndTheLastSenderReport() {
        ReceiveBench bench = ReceiveBench.video();
        ReportBlock block = new ReportBlock();
        assertThat(bench.stream.fillReportBlock(block, bench.nowNanos)).isFalse();
        bench.receive(65534, 65535, 2, 3);
        bench.stream.senderReport(0x0000_1111_2222_0000L, bench.nowNanos);
        bench.advance(500);
        assertThat(bench.stream.fillReportBlock(block, bench.nowNanos)).isTrue();
        assertThat(block.ssrc()).isEqualTo(ReceiveBench.SSRC);
        assertThat(block.cumulativeLost()).isEqualTo(2);
        assertThat(block.fractionLost()).isEqualTo(2 * 256 / 6);
        assertThat(block.extendedHighestSequenceNumber()).isEqualTo(0x10003);
        assertThat(block.lastSenderReport()).isEqualTo(0x1111_2222);
        assertThat(block.delaySinceLastSenderReport()).isEqualTo(32768);
        assertThat(block.jitter()).isPositive();
        bench.receive(4, 5);
        bench.stream.fillReportBlock(block, bench.nowNanos);
        assertThat(block.fractionLost()).isZero();
        assertThat(block.cumulativeLost()).isEqualTo(2);
    }

    @Test
    void jitterIsZeroForAnEvenStream() {
        ReceiveBench bench = ReceiveBench.video();
        for (int i = 0; i < 30; i++) {
            // 3000 units at 90 kHz are a thirtieth of a second.
            bench.nowNanos = (7_000_000_000L + i * 1_000_000_000L / 30);
            bench.receive(i);
        }
        ReportBlock block = new ReportBlock();
        bench.stream.fillReportBlock(block, bench.nowNanos);
        assertThat(block.jitter()).isZero();
        assertThat(block.lastSenderReport()).isZero();
    }
}
