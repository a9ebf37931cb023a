package org.moqgateway.core.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.rtcp.RtcpParseResult;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtcp.RtcpVisitor;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtcp.TransportFeedback;

class TwccFeedbackGeneratorTest {
    private static final long MILLIS = 1_000_000L;

    private final TwccFeedbackGenerator generator = new TwccFeedbackGenerator();
    private final byte[] buffer = new byte[1200];
    private final Map<Integer, Long> reported = new TreeMap<>();
    private int messages;

    private final RtcpVisitor visitor =
            new RtcpVisitor() {
                @Override
                public void transportFeedback(TransportFeedback feedback) {
                    assertThat(feedback.feedbackCount()).isEqualTo(messages++ & 0xff);
                    feedback.forEach(
                            new TransportFeedback.Visitor() {
                                @Override
                                public void received(int sequenceNumber, long arrivalUs) {
                                    reported.put(sequenceNumber, arrivalUs);
                                }

                                @Override
                                public void notReceived(int sequenceNumber) {
                                    reported.putIfAbsent(sequenceNumber, -1L);
                                }
                            });
                }
            };

    private void feedback(long nowMillis) {
        RtcpWriter writer = new RtcpWriter();
        while (generator.writeFeedback(
                writer.begin(buffer, 0, buffer.length), 1, nowMillis * MILLIS)) {
            assertThat(new RtcpReader().read(buffer, 0, writer.length(), visitor))
                    .isEqualTo(RtcpParseResult.OK);
        }
    }

    @Test
    void isSilentUntilFiftyMillisecondsAfterTheFirstPacket() {
        assertThat(generator.nextFeedbackNanos()).isEqualTo(Long.MAX_VALUE);
        feedback(0);
        generator.received(7, 1, 1000 * MILLIS);
        generator.received(8, 1, 1010 * MILLIS);
        feedback(1049);
        assertThat(reported).isEmpty();
        assertThat(generator.nextFeedbackNanos()).isEqualTo(1050 * MILLIS);
        feedback(1050);
        assertThat(reported)
                .containsExactlyInAnyOrderEntriesOf(Map.of(7, 1_000_000L, 8, 1_010_000L));
        assertThat(generator.nextFeedbackNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void reportsAtOnceWhenManyPacketsCame() {
        for (int i = 0; i < 200; i++) {
            generator.received(i, 1, 1000 * MILLIS + i);
        }
        feedback(1001);
        assertThat(reported).hasSize(200);
    }

    @Test
    void reportsLossAndTakesItBackWhenThePacketComesLate() {
        generator.received(65534, 1, 0);
        generator.received(1, 1, MILLIS);
        feedback(50);
        assertThat(reported)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(65534, 0L, 65535, -1L, 0, -1L, 1, 1000L));
        generator.received(0, 1, 60 * MILLIS);
        feedback(110);
        assertThat(reported).containsEntry(0, 60_000L).containsEntry(1, 1000L);
    }

    @Test
    void ignoresPacketsWithoutTheExtensionAndWildNumbers() {
        generator.received(-1, 1, 0);
        assertThat(generator.nextFeedbackNanos()).isEqualTo(Long.MAX_VALUE);
        generator.received(5, 1, 0);
        generator.received(30_000, 1, 0);
        feedback(50);
        assertThat(reported).containsOnlyKeys(5);
    }

    @Test
    void staysBoundedForAnyInput() {
        Random random = new Random(4);
        int messagesBefore = 0;
        for (int i = 0; i < 100_000; i++) {
            generator.received(random.nextInt(65536), 1, i * MILLIS);
            feedback(i);
            assertThat(messages - messagesBefore).isLessThan(10);
            messagesBefore = messages;
        }
        assertThat(messages).isPositive();
    }

    @Test
    void aLongStreamWithLossIsReportedCompletely() {
        Random random = new Random(5);
        int received = 0;
        for (int i = 0; i < 60_000; i++) {
            if (random.nextInt(20) > 0) {
                generator.received(i, 1, i * MILLIS);
                received++;
            }
            feedback(i);
        }
        feedback(61_000);
        assertThat(reported.values().stream().filter(us -> us >= 0).count()).isEqualTo(received);
    }
}
