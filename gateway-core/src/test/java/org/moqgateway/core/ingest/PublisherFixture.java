package org.moqgateway.core.ingest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.moqgateway.codecs.opus.OpusPacketizer;
import org.moqgateway.core.hang.LegacyContainer;
import org.moqgateway.core.negotiation.ExtensionIds;
import org.moqgateway.core.negotiation.Feedback;
import org.moqgateway.core.negotiation.NegotiatedCodec;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.negotiation.Ssrcs;
import org.moqgateway.core.netem.SyntheticMedia;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.core.netem.VirtualPeer;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.NtpClock;
import org.moqgateway.core.rtp.send.PacketOut;
import org.moqgateway.core.rtp.send.RtpSendStream;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

/// A publisher without a network: an [IngestMedia], two RTP streams into it, and what comes out.
final class PublisherFixture implements PacketOut {
    static final Feedback ALL = new Feedback(true, true, true, true, true);
    static final Feedback AUDIO = new Feedback(true, false, false, true, false);
    static final int VIDEO_SSRC = 10;
    static final int AUDIO_SSRC = 20;

    private final TransportSequence transport = new TransportSequence(65_000);
    final VirtualLoop loop = new VirtualLoop(9_000_000_000_000L);
    final ReceivedFeedback feedback = new ReceivedFeedback();
    final Origin origin = new Origin();
    final IngestMedia media;
    final VirtualPeer peer;
    final RtpSendStream video = stream("0", new SendSettings.Stream(VIDEO_SSRC, 96, 65_533), true);
    final RtpSendStream audio = stream("1", new SendSettings.Stream(AUDIO_SSRC, 111, 5), false);
    private final H264Packetizer h264 = new H264Packetizer();
    private final OpusPacketizer opus = new OpusPacketizer();
    private final byte[] scratch = new byte[1500];
    private final Set<Integer> lost = new HashSet<>();
    private int packets;

    PublisherFixture(NegotiatedMedia... sections) {
        media =
                new IngestMedia(
                        new IngestSettings(List.of(sections), 77, "test", IngestContainer.LEGACY),
                        prepare -> origin.createBroadcast("live", prepare));
        peer =
                new VirtualPeer(
                        media, loop, (packet, control, now) -> feedback.take(packet, control));
        peer.connect();
    }

    static NegotiatedMedia video(Feedback feedback) {
        return new NegotiatedMedia(
                "0",
                Direction.RECVONLY,
                new NegotiatedCodec(RtpCodec.H264, 96, 90_000, 1, "", "", 97),
                feedback,
                new ExtensionIds(1, 2, 3, -1),
                new Ssrcs(-1, -1),
                new Ssrcs(77, -1));
    }

    static NegotiatedMedia audio(Feedback feedback) {
        return new NegotiatedMedia(
                "1",
                Direction.RECVONLY,
                new NegotiatedCodec(RtpCodec.OPUS, 111, 48_000, 2, "", "", -1),
                feedback,
                new ExtensionIds(1, 2, 3, -1),
                new Ssrcs(-1, -1),
                new Ssrcs(77, -1));
    }

    private RtpSendStream stream(String mid, SendSettings.Stream primary, boolean rtx) {
        return new RtpSendStream(
                new SendSettings(
                        primary,
                        rtx ? Optional.of(new SendSettings.Stream(11, 97, 1)) : Optional.empty(),
                        new HeaderExtensions(1, mid, 3, 2),
                        512,
                        2_000_000_000L),
                transport);
    }

    /// Loses packets from now on, counted from 0 for the next.
    void lose(int... numbers) {
        packets = 0;
        lost.clear();
        for (int number : numbers) {
            lost.add(number);
        }
    }

    /// Sends an access unit of 30 frames per second.
    void video(int index, byte[] unit) {
        video.send(
                h264.packetize(unit, 0, unit.length, 1000), index * 3_000, loop.nowNanos(), this);
    }

    /// Sends a keyframe or a delta in one or a few packets.
    void frame(int index, boolean keyframe) {
        video(
                index,
                keyframe ? SyntheticMedia.keyframe(index, 500) : SyntheticMedia.delta(index, 500));
    }

    /// Sends frames of a camera, deltas all, 33 ms apart.
    int deltas(int first, int count) {
        for (int i = 0; i < count; i++) {
            frame(first + i, false);
            peer.run(33);
        }
        return first + count;
    }

    void audio(int index) {
        byte[] packet = SyntheticMedia.opus(index, 80);
        audio.send(
                opus.packetize(packet, 0, packet.length, 1000), index * 960, loop.nowNanos(), this);
    }

    @Override
    public byte[] scratch() {
        return scratch;
    }

    @Override
    public void packet(byte[] buffer, int offset, int length) {
        if (!lost.contains(packets++)) {
            media.rtp(buffer, offset, length, loop.nowNanos());
            loop.settle();
        }
    }

    /// Sends a sender report of a stream whose media time 0 was the moment `zeroNanos`.
    void report(RtpSendStream stream, int ticksPerMilli, long zeroNanos) {
        byte[] buffer = new byte[200];
        RtcpWriter writer = new RtcpWriter().begin(buffer, 0, buffer.length);
        long now = loop.nowNanos();
        stream.fillSenderReport(
                writer.senderReport(stream.ssrc()),
                new NtpClock(1_700_000_000_000_000_000L).ntpAt(now),
                (int) ((now - zeroNanos) / 1_000_000 * ticksPerMilli),
                now);
        media.rtcp(buffer, 0, writer.length(), now);
    }

    BroadcastConsumer broadcast() {
        return origin.broadcast("live").orElseThrow();
    }

    TrackConsumer track(String name) {
        return broadcast().track(name).orElseThrow().maxLatencyUs(Long.MAX_VALUE);
    }

    /// What a track has for a consumer, without the container.
    static List<byte[]> read(TrackConsumer track) {
        List<byte[]> frames = new ArrayList<>();
        while (track.pollFrame() instanceof Poll.Ready<Frame>(Frame frame)) {
            byte[] bytes = frame.payload();
            frames.add(Arrays.copyOfRange(bytes, LegacyContainer.codecOffset(bytes), bytes.length));
        }
        return frames;
    }

    static List<Integer> numbers(TrackConsumer track) {
        return read(track).stream().map(SyntheticMedia::number).toList();
    }
}
