package org.moqgateway.codecs.vp8;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.RtpPayload;

class Vp8AllocationTest {
    private static final int ROUNDS = 200;

    /// What a frame costs besides its own bytes: the array's header, the record.
    private static final int BYTES_PER_FRAME = 256;

    private final Vp8Depacketizer depacketizer = new Vp8Depacketizer();
    private final RtpPayload view = new RtpPayload();
    private final CountingSink sink = new CountingSink();
    private final byte[] bytes = largeKeyframe();
    private final PacketizedFrame frame =
            new Vp8Packetizer().packetize(bytes, 0, bytes.length, 1100);

    @Test
    void depacketizesWithOneArrayForAFrame() {
        assertThat(frame.count()).isGreaterThan(250);
        push();
        sink.bytes = 0;
        long before = allocated();
        push();

        assertThat(allocated() - before).isLessThan(sink.bytes + (long) ROUNDS * BYTES_PER_FRAME);
    }

    @Test
    void packetizesWithTwoArraysForAFrame() {
        Vp8Packetizer packetizer = new Vp8Packetizer();
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

    private static byte[] largeKeyframe() {
        byte[] keyframe = new byte[300_000];
        new Random(1).nextBytes(keyframe);
        byte[] start = CommentedHex.bytes("100000 9d012a 8007 3804");
        System.arraycopy(start, 0, keyframe, 0, start.length);
        return keyframe;
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
