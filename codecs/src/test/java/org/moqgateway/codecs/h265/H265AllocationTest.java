package org.moqgateway.codecs.h265;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.RtpPayload;

class H265AllocationTest {
    private static final int ROUNDS = 200;

    /// What a frame costs besides its own bytes: the array's header, the record.
    private static final int BYTES_PER_FRAME = 256;

    private final H265Depacketizer depacketizer = new H265Depacketizer();
    private final RtpPayload view = new RtpPayload();
    private final CountingSink sink = new CountingSink();
    private final PacketizedFrame frame = largeFrame();

    @Test
    void allocatesPerFrameAndNotPerPacket() {
        assertThat(frame.count()).isGreaterThan(250);
        push(ROUNDS);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        sink.bytes = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        push(ROUNDS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(sink.bytes + (long) ROUNDS * BYTES_PER_FRAME);
    }

    @Test
    void parsesAParameterSetOncePerChange() {
        byte[][] sets = {Nals.VPS, Nals.SPS_720P, Nals.PPS};
        pushSets(sets);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        pushSets(sets);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(ROUNDS * 8L);
    }

    private void pushSets(byte[][] sets) {
        for (int round = 0; round < ROUNDS; round++) {
            for (byte[] set : sets) {
                view.bytes(set, 0, set.length).header(1, false, false);
                depacketizer.push(view, sink);
            }
        }
    }

    private void push(int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < frame.count(); i++) {
                view.bytes(frame.data(), frame.offset(i), frame.length(i));
                view.header(round, i == frame.count() - 1, false);
                depacketizer.push(view, sink);
            }
        }
    }

    private static PacketizedFrame largeFrame() {
        byte[] body = Nals.randomBytes(new Random(1), 300_000);
        byte[] slice = Nals.slice(Nals.TRAIL_R, true, 0, body);
        byte[] bytes = Nals.annexB(slice, Nals.DELTA_SECOND_SLICE);
        return new H265Packetizer().packetize(bytes, 0, bytes.length, 1100);
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
