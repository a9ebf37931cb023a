package org.moqgateway.core.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.netem.LinkConditions;
import org.moqgateway.core.netem.RtpPath;
import org.moqgateway.core.rtp.receive.ReceiveCounters;
import org.moqgateway.core.rtp.receive.ReceiveSettings;
import org.moqgateway.core.rtp.receive.RtpReceiveStream;
import org.moqgateway.core.rtp.send.Frames;

/// Sender, lossy links and receiver together, in virtual time.
class LossRepairTest {
    private static final int FRAMES = 3000;
    private static final int PACKETS_PER_FRAME = 8;

    /// Checks that payloads come in order and counts those that are missing.
    private static final class Checker implements RtpReceiveStream.Sink {
        private long expected;
        private long emitted;
        private long missing;

        @Override
        public void packet(RtpPacket packet, boolean gapBefore, long arrivalNanos) {
            long id = BigEndian.i64(packet.buffer(), packet.payloadOffset());
            assertThat(id).isGreaterThanOrEqualTo(expected);
            // Losses before the very first packet cannot be known.
            assertThat(gapBefore).isEqualTo(id > expected && emitted > 0);
            missing += id - expected;
            expected = id + 1;
            emitted++;
        }
    }

    private static ReceiveSettings settings(boolean rtx) {
        return new ReceiveSettings(
                90_000, true, rtx ? Map.of(97, 96) : Map.of(), ReceiveSettings.Policy.VIDEO);
    }

    private static void stream(RtpPath path) {
        for (int i = 0; i < FRAMES; i++) {
            long id = (long) i * PACKETS_PER_FRAME;
            path.send(Frames.numbered(id, PACKETS_PER_FRAME, 1000), i * 3000);
            path.run(33);
        }
        path.run(2000);
    }

    @ParameterizedTest
    @CsvSource({"1,true", "2,true", "3,true", "1,false", "2,false", "3,false"})
    void fivePercentLossWithJitterIsRepaired(long seed, boolean rtx) {
        Checker checker = new Checker();
        RtpPath path = new RtpPath(seed, LinkConditions.bad(), settings(rtx), checker);
        stream(path);
        ReceiveCounters counters = path.receiver().counters();
        long sent = (long) FRAMES * PACKETS_PER_FRAME;
        assertThat(checker.emitted).isGreaterThanOrEqualTo(sent - counters.lost() - 16);
        assertThat(counters.lost()).isLessThanOrEqualTo(sent / 10_000);
        assertThat(counters.repaired()).isGreaterThan(sent * 4 / 100);
        assertThat(counters.repairedByRtx() > 0).isEqualTo(rtx);
        assertThat(counters.resets()).isZero();
        assertThat(counters.refused()).isZero();
        assertThat(path.sender().counters().nacksOverBudget()).isZero();
        assertThat(path.sender().rttNanos()).isBetween(40_000_000L, 100_000_000L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPerfectLinkIsNeverAskedForAnything(boolean rtx) {
        Checker checker = new Checker();
        RtpPath path = new RtpPath(1, LinkConditions.perfect(20), settings(rtx), checker);
        stream(path);
        assertThat(checker.missing).isZero();
        assertThat(checker.emitted).isEqualTo((long) FRAMES * PACKETS_PER_FRAME);
        assertThat(path.receiver().counters().nacked()).isZero();
        assertThat(path.receiver().counters().lost()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterAnOutageTheStreamGoesOnWithOneReset(boolean rtx) {
        Checker checker = new Checker();
        RtpPath path = new RtpPath(1, LinkConditions.perfect(20), settings(rtx), checker);
        for (int i = 0; i < 400; i++) {
            // Three seconds of darkness are more packets than are worth waiting for.
            path.forth()
                    .conditions(
                            i >= 100 && i < 190
                                    ? new LinkConditions(1, 0, 0, 0)
                                    : LinkConditions.perfect(20));
            path.send(Frames.numbered(8L * i, 8, 1000), i * 3000);
            path.run(33);
        }
        path.run(1000);
        assertThat(checker.expected).isEqualTo(3200);
        assertThat(checker.missing).isBetween(720L, 736L);
        assertThat(path.receiver().counters().resets()).isEqualTo(1);
        assertThat(path.receiver().counters().nacked()).isZero();
        assertThat(path.receiver().takeKeyframeWanted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void audioNeverWaitsLong(long seed) {
        long[] worst = new long[1];
        RtpPath[] path = new RtpPath[1];
        RtpReceiveStream.Sink sink =
                (packet, gapBefore, arrivalNanos) ->
                        worst[0] = Math.max(worst[0], path[0].nowNanos() - arrivalNanos);
        path[0] =
                new RtpPath(
                        seed,
                        LinkConditions.bad(),
                        new ReceiveSettings(48_000, false, Map.of(), ReceiveSettings.Policy.AUDIO),
                        sink);
        for (int i = 0; i < FRAMES; i++) {
            path[0].send(Frames.numbered(i, 1, 80), i * 960);
            path[0].run(20);
        }
        assertThat(worst[0]).isLessThanOrEqualTo(41_000_000L);
        assertThat(path[0].receiver().counters().lost()).isBetween(100L, 220L);
    }
}
