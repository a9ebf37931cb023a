package org.moqgateway.core.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.core.bandwidth.RembEstimator;
import org.moqgateway.core.bandwidth.TwccFeedbackGenerator;
import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtcp.RtcpVisitor;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtcp.TransportFeedback;
import org.moqgateway.core.rtp.receive.ReceiveSettings;
import org.moqgateway.core.rtp.receive.RtpReceiveStream;
import org.moqgateway.core.rtp.send.Frames;
import org.moqgateway.core.rtp.send.PacketOut;
import org.moqgateway.core.rtp.send.RtpSendStream;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;

/// Nothing is allocated for a packet, once the buffers exist. The bound leaves room for the JVM's
/// own business on this thread: one byte per packet.
class AllocationTest {
    private static final int ROUNDS = 20_000;
    private static final long ROUND_NANOS = 1_000_000L;

    private static double bytesPerRound(LongConsumer round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long nowNanos = 0;
        for (int i = 0; i < ROUNDS; i++) {
            round.accept(nowNanos += ROUND_NANOS);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            round.accept(nowNanos += ROUND_NANOS);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / (double) ROUNDS;
    }

    /// Five packets a round to send, one of them asked for again.
    private static final class Sending implements LongConsumer, PacketOut {
        private final PacketizedFrame frame;
        private final byte[] scratch = new byte[1500];
        private final RtpSendStream stream =
                new RtpSendStream(
                        new SendSettings(
                                new SendSettings.Stream(1, 96, 0),
                                Optional.of(new SendSettings.Stream(2, 97, 0)),
                                new HeaderExtensions(1, "0", 3, 2, 4),
                                2048,
                                1_000_000_000L),
                        new TransportSequence(0));
        private int sequenceNumber;
        private long bytes;

        Sending(PacketizedFrame frame) {
            this.frame = frame;
        }

        @Override
        public void accept(long nowNanos) {
            stream.send(frame, (int) nowNanos, nowNanos, this);
            stream.onNack(sequenceNumber & 0xffff, nowNanos, this);
            sequenceNumber += 5;
        }

        @Override
        public byte[] scratch() {
            return scratch;
        }

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            bytes += length;
        }
    }

    /// Ten packets a round, one lost, two swapped; NACKs, feedback and reports included.
    private static final class Receiving implements LongConsumer, RtpReceiveStream.Sink {
        private final RtpWriter rtp = new RtpWriter(1, 96, new HeaderExtensions(0, "", 3, 0));
        private final RtpReceiveStream stream =
                new RtpReceiveStream(
                        new ReceiveSettings(
                                90_000, true, Map.of(97, 96), ReceiveSettings.Policy.VIDEO));
        private final TwccFeedbackGenerator twcc = new TwccFeedbackGenerator();
        private final RembEstimator remb = new RembEstimator(1, 1_000_000_000L);
        private final RtcpWriter rtcp = new RtcpWriter();
        private final RtcpReader reader = new RtcpReader();
        private final RtpPacket packet = new RtpPacket();
        private final byte[] buffer = new byte[1200];
        private final byte[] rtcpBuffer = new byte[1200];
        private final int[] nacks = new int[512];
        private final Counting counting = new Counting();
        private int sequenceNumber;
        private long emitted;

        @Override
        public void accept(long nowNanos) {
            for (int i = 0; i < 10; i++) {
                if (i != 3) {
                    receive(sequenceNumber + (i == 7 ? 8 : i == 8 ? 7 : i), nowNanos);
                }
            }
            sequenceNumber += 10;
            int count = stream.pollNacks(nacks, nowNanos);
            for (int i = 0; i < count; i++) {
                receive(nacks[i], nowNanos);
            }
            report(count, nowNanos);
        }

        private void receive(int number, long nowNanos) {
            rtp.sequenceNumber(number).transportSequenceNumber(number).rtpTimestamp(number);
            rtp.write(buffer, 0);
            packet.wrap(buffer, 0, 1000);
            twcc.received(packet.transportSequenceNumber(3), packet.ssrc(), nowNanos);
            remb.received(packet.length(), nowNanos);
            stream.receive(packet, nowNanos, this);
        }

        private void report(int nackCount, long nowNanos) {
            rtcp.begin(rtcpBuffer, 0, rtcpBuffer.length).receiverReport(9);
            stream.fillReportBlock(rtcp.reportBlock(), nowNanos);
            rtcp.nack(9, 1, nacks, nackCount);
            twcc.writeFeedback(rtcp, 9, nowNanos);
            remb.estimateBps(nowNanos);
            reader.read(rtcpBuffer, 0, rtcp.length(), counting);
        }

        @Override
        public void packet(RtpPacket packet, boolean gapBefore, long arrivalNanos) {
            emitted++;
        }
    }

    private static final class Counting implements RtcpVisitor, TransportFeedback.Visitor {
        private long seen;

        @Override
        public void reportBlock(int senderSsrc, ReportBlock block) {
            seen += block.fractionLost();
        }

        @Override
        public void nack(int senderSsrc, int mediaSsrc, int sequenceNumber) {
            seen++;
        }

        @Override
        public void transportFeedback(TransportFeedback feedback) {
            feedback.forEach(this);
        }

        @Override
        public void received(int transportSequenceNumber, long arrivalUs) {
            seen++;
        }

        @Override
        public void notReceived(int transportSequenceNumber) {
            seen++;
        }
    }

    @Test
    void sendingAllocatesNothing() {
        assertAllocatesNothing(new Sending(Frames.numbered(0, 5, 1000)));
    }

    @Test
    void sendingDependencyDescriptorsAllocatesNothing() {
        assertAllocatesNothing(new Sending(Frames.described(0, 5, 1000, (byte) 0x80)));
    }

    private static void assertAllocatesNothing(Sending sending) {
        assertThat(bytesPerRound(sending)).isLessThan(6);
        assertThat(sending.stream.counters().retransmitted()).isPositive();
        assertThat(sending.bytes).isPositive();
    }

    @Test
    void receivingRepairingAndReportingAllocatesNothing() {
        Receiving receiving = new Receiving();
        assertThat(bytesPerRound(receiving)).isLessThan(10);
        assertThat(receiving.emitted).isGreaterThan(2 * ROUNDS * 9L);
        assertThat(receiving.stream.counters().repaired()).isPositive();
        assertThat(receiving.counting.seen).isPositive();
    }
}
