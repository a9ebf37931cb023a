package org.moqgateway.core.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.netem.Hex;

class TransportFeedbackWriterTest {
    private final byte[] buffer = new byte[1200];
    private final RtcpWriter rtcp = new RtcpWriter();
    private final TransportFeedbackWriter feedback = new TransportFeedbackWriter();
    private final RecordingVisitor visitor = new RecordingVisitor();

    private byte[] write(int feedbackCount) {
        rtcp.begin(buffer, 0, buffer.length);
        feedback.writeTo(rtcp, 1, 2, feedbackCount);
        return Arrays.copyOf(buffer, rtcp.length());
    }

    @Test
    void writesARunForPacketsWithoutLoss() {
        feedback.begin(10, 64_000, 1000);
        for (int i = 0; i < 20; i++) {
            assertThat(feedback.received(0, 64_000 + i * 1000L)).isTrue();
        }
        assertThat(write(7))
                .startsWith(
                        Hex.bytes(
                                """
                                8f cd 00 0a  00 00 00 01  00 00 00 02
                                00 0a 00 14  00 00 01 07
                                20 14        # run of 20 small deltas
                                00 04 04 04
                                """));
    }

    @Test
    void writesOneBitVectorsForLoss() {
        feedback.begin(0, 0, 1000);
        feedback.received(0, 0);
        feedback.received(1, 250);
        feedback.received(2, 500);
        assertThat(write(0))
                .isEqualTo(
                        Hex.bytes(
                                """
                                8f cd 00 06  00 00 00 01  00 00 00 02
                                00 00 00 06  00 00 00 00
                                a9 00  # 1 0 1 0 0 1
                                00 01 01
                                00 00 00
                                """));
    }

    @Test
    void writesTwoBitVectorsForLargeAndNegativeDeltas() {
        feedback.begin(0xffff, 63_999, 1000);
        feedback.received(0, 63_999);
        feedback.received(1, 163_999);
        feedback.received(0, 162_000);
        byte[] bytes = write(0);
        assertThat(Arrays.copyOfRange(bytes, 20, 27)).isEqualTo(Hex.bytes("d2 80  ff  0190  fff9"));
        new RtcpReader().read(bytes, 0, bytes.length, visitor);
        assertThat(visitor.seen)
                .containsExactly(
                        "TWCC base 65535 count 4 received 3 fb 0",
                        "65535 at 63750",
                        "0 missing",
                        "1 at 163750",
                        "2 at 162000");
    }

    @Test
    void refusesADeltaThatDoesNotFit() {
        feedback.begin(0, 0, 1000);
        assertThat(feedback.received(0, 0)).isTrue();
        assertThat(feedback.received(0, 8_192_000)).isFalse();
        assertThat(feedback.received(0, 8_191_750)).isTrue();
        assertThat(feedback.statusCount()).isEqualTo(2);
    }

    @Test
    void staysWithinItsBytes() {
        for (int maxBytes = 24; maxBytes < 200; maxBytes += 4) {
            feedback.begin(0, 0, maxBytes);
            Random random = new Random(maxBytes);
            long us = 0;
            while (feedback.received(random.nextInt(4), us)) {
                us += random.nextInt(100_000);
            }
            assertThat(write(0).length).isLessThanOrEqualTo(maxBytes);
        }
    }

    @Test
    void readsBackWhateverItWrites() {
        RtcpReader reader = new RtcpReader();
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int sequenceNumber = random.nextInt(0x10000);
            long us = random.nextInt(1_000_000);
            feedback.begin(sequenceNumber, us, 1000);
            List<String> expected = new ArrayList<>();
            int packets = 1 + random.nextInt(300);
            for (int i = 0; i < packets; i++) {
                int missing = random.nextInt(20) == 0 ? random.nextInt(60) : 0;
                if (!feedback.received(missing, us)) {
                    break;
                }
                for (int m = 0; m < missing; m++, sequenceNumber++) {
                    expected.add((sequenceNumber & 0xffff) + " missing");
                }
                expected.add((sequenceNumber++ & 0xffff) + " at " + us / 250 * 250);
                us = Math.max(0, us + random.nextInt(70_000) - (random.nextInt(5) == 0 ? 9000 : 0));
            }
            byte[] bytes = write(seed);
            visitor.seen.clear();
            assertThat(reader.read(bytes, 0, bytes.length, visitor)).isEqualTo(RtcpParseResult.OK);
            assertThat(visitor.seen.subList(1, visitor.seen.size())).isEqualTo(expected);
        }
    }
}
