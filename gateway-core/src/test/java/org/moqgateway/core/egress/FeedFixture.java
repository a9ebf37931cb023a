package org.moqgateway.core.egress;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;
import org.moqgateway.core.hang.ContainerReader;
import org.moqgateway.core.hang.LegacyContainer;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.core.rtp.BigEndian;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;

/// A track with a feed on a virtual loop. Frames hold their media time (µs), in one packet each.
final class FeedFixture implements Packetizer {
    static final long FRAME_US = 33_333;
    static final long SECOND_NANOS = 1_000_000_000L;
    static final long START_NANOS = 7_000 * SECOND_NANOS;

    final VirtualLoop loop = new VirtualLoop(START_NANOS);
    final BroadcastProducer broadcast = new Origin().createBroadcast("live");
    final TrackProducer track =
            broadcast.createTrack(
                    new TrackInfo("0.avc3", 60, 1_000_000, Duration.ofSeconds(30), 256L << 20));
    final TrackFeed feed =
            new TrackFeed(
                    broadcast.consume().track("0.avc3").orElseThrow().maxLatencyUs(Long.MAX_VALUE),
                    new PacketizingStage(
                            PacketizingStage.Way.plain(
                                    ContainerReader.of(RenditionCommon.of("avc3.42e01f"))
                                            .orElseThrow(),
                                    this)),
                    loop);
    private @Nullable GroupProducer group;
    private int frameBytes = 8;
    private int packetized;

    FeedFixture() {
        feed.start(() -> {});
        loop.settle();
    }

    @Override
    public PacketizedFrame packetize(byte[] frame, int offset, int length, int maxPayloadBytes) {
        packetized++;
        return new PacketizedFrame(
                Arrays.copyOfRange(frame, offset, offset + length), new int[] {0, length});
    }

    /// How many frames were packetized.
    int packetized() {
        return packetized;
    }

    /// Media time now (µs) of a publisher that began with the fixture.
    long nowUs() {
        return (loop.nowNanos() - START_NANOS) / 1000;
    }

    /// Makes further frames so large.
    void frameBytes(int bytes) {
        frameBytes = bytes;
    }

    /// Publishes a keyframe of that media time.
    void keyframe(long mediaUs) {
        GroupProducer before = group;
        if (before != null) {
            before.finish();
        }
        group = track.appendGroup(loop.nowNanos());
        delta(mediaUs);
    }

    /// Publishes a frame that needs the one before.
    void delta(long mediaUs) {
        GroupProducer open = group;
        byte[] bytes = new byte[frameBytes];
        BigEndian.put64(bytes, 0, mediaUs);
        if (open == null || !open.write(LegacyContainer.encode(mediaUs, bytes))) {
            throw new AssertionError("frame refused");
        }
        loop.settle();
    }

    /// Publishes a group from its keyframe at `fromUs` up to now at 30 frames per second, as if it
    /// had come in time.
    void groupUntilNow(long fromUs) {
        keyframe(fromUs);
        for (long us = fromUs + FRAME_US; us <= nowUs(); us += FRAME_US) {
            delta(us);
        }
    }
}
