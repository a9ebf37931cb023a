package org.moqgateway.codecs.vp9;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.RtpPayload;

class Vp9AllocationTest {
    private static final int ROUNDS = 200;

    /// What a frame costs besides its own bytes: the array's header, the record.
    private static final int BYTES_PER_FRAME = 256;

    private final Vp9Depacketizer depacketizer = new Vp9Depacketizer();
    private final RtpPayload view = new RtpPayload();
    private final CountingSink sink = new CountingSink();
    private final byte[] bytes = largePicture();
    private final PacketizedFrame frame =
            layeredPacketizer().packetize(bytes, 0, bytes.length, 1100);

    @Test
    void depacketizesWithOneArrayForAFrame() {
        assertThat(frame.count()).isGreaterThan(150);
        push();
        sink.bytes = 0;
        long before = allocated();
        push();

        assertThat(allocated() - before).isLessThan(sink.bytes + (long) ROUNDS * BYTES_PER_FRAME);
    }

    @Test
    void packetizesWithTwoArraysForAFrame() {
        Vp9Packetizer packetizer = layeredPacketizer();
        long payloads = 0;
        long before = allocated();
        for (int round = 0; round < ROUNDS; round++) {
            payloads += packetizer.packetize(bytes, 0, bytes.length, 1100).totalBytes();
        }
        long bounds = 4L * (frame.count() + 1);

        assertThat(allocated() - before).isLessThan(payloads + ROUNDS * (bounds + BYTES_PER_FRAME));
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private void push() {
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < frame.count(); i++) {
                view.bytes(frame.data(), frame.offset(i), frame.length(i));
                view.header(round, i == frame.count() - 1, false);
                depacketizer.push(view, sink);
            }
        }
    }

    /// Three layers of one picture.
    private static byte[] largePicture() {
        return Frames.superframe(
                Frames.inter(1, 0, 0, 0, new byte[60_000]),
                Frames.inter(2, 1, 0, 0, new byte[60_000]),
                Frames.inter(4, 2, 1, 0, new byte[60_000]));
    }

    private static byte[] keyPicture() {
        return Frames.superframe(
                Frames.key(480, 270, (byte) 1),
                Frames.sizedInter(2, 0, 960, 540, (byte) 1),
                Frames.sizedInter(4, 1, 1920, 1080, (byte) 1));
    }

    private static Vp9Packetizer layeredPacketizer() {
        Vp9Packetizer packetizer = new Vp9Packetizer();
        byte[] key = keyPicture();
        packetizer.packetize(key, 0, key.length, 1100);
        return packetizer;
    }

    private static final class CountingSink implements Depacketizer.Sink {
        private long bytes;

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
