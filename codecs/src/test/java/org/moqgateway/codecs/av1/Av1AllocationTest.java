package org.moqgateway.codecs.av1;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.RtpPayload;

class Av1AllocationTest {
    private static final int ROUNDS = 200;

    /// What a frame costs besides its own bytes: the headers of arrays, the record.
    private static final int BYTES_PER_FRAME = 256;

    private final Av1Packetizer packetizer = new Av1Packetizer();
    private final Av1Depacketizer depacketizer = new Av1Depacketizer();
    private final RtpPayload view = new RtpPayload();
    private final CountingSink sink = new CountingSink();
    private final byte[] unit = largeUnit();

    @Test
    void allocatesPerFrameAndNotPerPacketWhenItReceives() {
        PacketizedFrame frame = packetizer.packetize(unit, 0, unit.length, 1100);
        assertThat(frame.count()).isGreaterThan(250);
        push(frame);
        sink.bytes = 0;
        long before = allocatedBytes();
        push(frame);
        long allocated = allocatedBytes() - before;

        assertThat(allocated).isLessThan(sink.bytes + (long) ROUNDS * BYTES_PER_FRAME);
    }

    @Test
    void allocatesTwoArraysPerFrameWhenItSends() {
        assertThat(packetize()).isPositive();
        long before = allocatedBytes();
        long bytes = packetize();
        long allocated = allocatedBytes() - before;

        assertThat(allocated).isLessThan(bytes + (long) ROUNDS * BYTES_PER_FRAME);
    }

    @Test
    void readsDependencyDescriptorsWithoutAllocation() {
        DependencyDescriptorReader reader = new DependencyDescriptorReader();
        DependencyDescriptor descriptor = new DependencyDescriptor();
        // one template, one decode target, no chains
        byte[] first = {(byte) 0x80, 0, 1, (byte) 0x80, 0x01, (byte) 0xe0, 0};
        byte[] second = {0x40, 0, 1};
        assertThat(reader.read(first, 0, first.length, descriptor))
                .isEqualTo(DependencyDescriptorReader.Outcome.READ);
        readAll(reader, second, descriptor);
        long before = allocatedBytes();
        int read = readAll(reader, second, descriptor);
        long allocated = allocatedBytes() - before;

        assertThat(read).isEqualTo(10_000);
        assertThat(allocated).isLessThan(read);
    }

    private static int readAll(
            DependencyDescriptorReader reader, byte[] extension, DependencyDescriptor target) {
        int read = 0;
        for (int i = 0; i < 10_000; i++) {
            var outcome = reader.read(extension, 0, extension.length, target);
            read += outcome == DependencyDescriptorReader.Outcome.READ ? 1 : 0;
        }
        return read;
    }

    private long packetize() {
        long bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            PacketizedFrame frame = packetizer.packetize(unit, 0, unit.length, 1100);
            bytes += frame.totalBytes() + 4L * (frame.count() + 1);
        }
        return bytes;
    }

    private void push(PacketizedFrame frame) {
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < frame.count(); i++) {
                view.bytes(frame.data(), frame.offset(i), frame.length(i));
                view.header(round, i == frame.count() - 1, false);
                depacketizer.push(view, sink);
            }
        }
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private static byte[] largeUnit() {
        Random random = new Random(1);
        return Obus.join(
                Obus.obu(Obus.SEQUENCE_HEADER, Obus.SEQUENCE),
                Obus.obu(Obus.FRAME_HEADER, Obus.frame(Obus.KEY, 20, random)),
                Obus.obu(Obus.TILE_GROUP, Obus.frame(0, 150_000, random)),
                Obus.obu(Obus.TILE_GROUP, Obus.frame(0, 150_000, random)));
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
