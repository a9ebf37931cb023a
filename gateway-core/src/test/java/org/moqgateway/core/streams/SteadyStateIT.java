package org.moqgateway.core.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.VideoDepacketizer;

/// What a stream costs that goes on as it began: keyframes that repeat their parameter sets.
class SteadyStateIT {
    private static final int ROUNDS = 300;
    private static final int MAX_PAYLOAD_BYTES = 300;

    /// What a frame costs besides its bytes: the array's header and the record. To parse a
    /// parameter set would cost more.
    private static final int BYTES_PER_FRAME = 128;

    /// Where a payload begins in the array of all.
    private static final int BYTES_PER_PAYLOAD = Integer.BYTES;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    static List<StreamRecipe> recipes() {
        return Arrays.stream(StreamFormat.values())
                .map(
                        format ->
                                StreamRecipes.all().stream()
                                        .filter(recipe -> recipe.format() == format)
                                        .findFirst()
                                        .orElseThrow())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void depacketizingAllocatesTheFrameAloneAndParsesParameterSetsOnce(StreamRecipe recipe) {
        Receiver receiver = new Receiver(recipe);
        receiver.receive(ROUNDS);
        VideoConfig config = receiver.depacketizer.config().orElseThrow();
        receiver.bytes = 0;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        receiver.receive(ROUNDS);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(receiver.keyframe.count()).isGreaterThan(10);
        assertThat(allocated).isLessThan(receiver.bytes + (long) ROUNDS * BYTES_PER_FRAME);
        assertThat(receiver.depacketizer.config().orElseThrow()).isSameAs(config);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void packetizingAllocatesThePayloadsAlone(StreamRecipe recipe) {
        byte[] frame = RealStream.of(recipe).frames().getFirst();
        Packetizer packetizer = recipe.format().packetizer();
        assertThat(packetize(packetizer, frame)).isPositive();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long needed = packetize(packetizer, frame);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(needed + (long) ROUNDS * BYTES_PER_FRAME);
    }

    private static long packetize(Packetizer packetizer, byte[] frame) {
        long needed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            PacketizedFrame packets =
                    packetizer.packetize(frame, 0, frame.length, MAX_PAYLOAD_BYTES);
            needed += packets.totalBytes() + (long) packets.count() * BYTES_PER_PAYLOAD;
        }
        return needed;
    }

    /// Takes one keyframe again and again.
    private static final class Receiver implements Depacketizer.Sink {
        private final VideoDepacketizer depacketizer;
        private final PacketizedFrame keyframe;
        private final RtpPayload payload = new RtpPayload();
        private int rtpTimestamp;
        private long bytes;

        Receiver(StreamRecipe recipe) {
            byte[] frame = RealStream.of(recipe).frames().getFirst();
            Packetizer packetizer = recipe.format().packetizer();
            keyframe = packetizer.packetize(frame, 0, frame.length, MAX_PAYLOAD_BYTES);
            depacketizer = recipe.format().depacketizer();
        }

        void receive(int rounds) {
            for (int round = 0; round < rounds; round++) {
                rtpTimestamp += 3000;
                for (int i = 0; i < keyframe.count(); i++) {
                    payload.bytes(keyframe.data(), keyframe.offset(i), keyframe.length(i))
                            .header(rtpTimestamp, i == keyframe.count() - 1, false);
                    depacketizer.push(payload, this);
                }
            }
        }

        @Override
        public void frame(EncodedFrame frame) {
            bytes += frame.payload().length;
        }

        @Override
        public void dropped(DropReason reason, int rtpTimestamp) {
            throw new AssertionError(reason);
        }
    }
}
