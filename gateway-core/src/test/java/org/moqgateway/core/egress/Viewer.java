package org.moqgateway.core.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.negotiation.NegotiatedCodec;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.netem.SyntheticMedia;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.core.netem.VirtualPeer;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtcp.RtcpVisitor;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtcp.SenderInfo;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.NtpClock;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;

/// A viewer without a network: an [EgressMedia] and what it sends.
final class Viewer implements VirtualPeer.Wire {
    static final int VIDEO_SSRC = 10;
    static final int RTX_SSRC = 11;
    static final int AUDIO_SSRC = 20;
    static final int RTX_TYPE = 97;
    private static final int VIDEO_TYPE = 96;
    private static final int AUDIO_TYPE = 111;

    final EgressMedia media;
    final VirtualPeer peer;
    final List<Rtp> rtp = new ArrayList<>();
    final List<Report> reports = new ArrayList<>();
    private final VirtualLoop loop;
    private final RtcpReader reader = new RtcpReader();

    /// One RTP packet.
    record Rtp(int ssrc, int type, int sequenceNumber, int timestamp, int number, int length) {}

    /// One sender report.
    record Report(int ssrc, long ntp, int timestamp, long packets) {}

    Viewer(EgressDirectory directory, String path, VirtualLoop loop) {
        this(directory, path, loop, KeyframeRequests.NONE);
    }

    Viewer(EgressDirectory directory, String path, VirtualLoop loop, KeyframeRequests keyframes) {
        this(loop, settings(wish(RtpCodec.H264), keyframes), directory, path);
    }

    /// A viewer whose video section can be given something else than H.264 in fragments.
    Viewer(EgressDirectory directory, String path, VirtualLoop loop, FeedWish video) {
        this(loop, settings(video, KeyframeRequests.NONE), directory, path);
    }

    private static EgressSettings settings(FeedWish video, KeyframeRequests keyframes) {
        return new EgressSettings(
                List.of(video(video), audio()),
                "test",
                new TransportSequence(0),
                keyframes,
                List.of());
    }

    private Viewer(
            VirtualLoop loop, EgressSettings settings, EgressDirectory directory, String path) {
        this.loop = loop;
        this.media =
                new EgressMedia(
                        settings,
                        new NtpClock(1_700_000_000_000_000_000L),
                        (self, own) -> directory.watch(path, self, own));
        this.peer = new VirtualPeer(media, loop, this);
    }

    /// What a viewer can be given who names a codec and nothing of its format.
    static FeedWish wish(RtpCodec codec) {
        return wish(codec, "", LayerLimit.NONE);
    }

    static FeedWish wish(RtpCodec codec, String fmtp, LayerLimit layers) {
        int type = codec == RtpCodec.OPUS ? AUDIO_TYPE : VIDEO_TYPE;
        return new FeedWish(
                new NegotiatedCodec(
                        codec, type, codec.clockRateHz(), codec.channels(), fmtp, fmtp, -1),
                layers,
                false,
                _ -> true);
    }

    private static EgressSettings.Section video(FeedWish wish) {
        return new EgressSettings.Section(
                wish,
                new SendSettings(
                        new SendSettings.Stream(VIDEO_SSRC, VIDEO_TYPE, 65_530),
                        Optional.of(new SendSettings.Stream(RTX_SSRC, RTX_TYPE, 7)),
                        new HeaderExtensions(1, "0", 3, 2),
                        512,
                        2_000_000_000L),
                0x7fff_fff0);
    }

    private static EgressSettings.Section audio() {
        return new EgressSettings.Section(
                wish(RtpCodec.OPUS),
                new SendSettings(
                        new SendSettings.Stream(AUDIO_SSRC, AUDIO_TYPE, 100),
                        Optional.empty(),
                        new HeaderExtensions(1, "1", 3, 2),
                        128,
                        2_000_000_000L),
                -5);
    }

    @Override
    public void packet(byte[] packet, boolean control, long nowNanos) {
        if (control) {
            reader.read(packet, 0, packet.length, new Reports());
            return;
        }
        RtpPacket view = new RtpPacket();
        view.wrap(packet, 0, packet.length);
        rtp.add(
                new Rtp(
                        view.ssrc(),
                        view.payloadType(),
                        view.sequenceNumber(),
                        view.rtpTimestamp(),
                        SyntheticMedia.number(packet),
                        view.payloadLength()));
    }

    List<Rtp> rtp(int ssrc) {
        return rtp.stream().filter(packet -> packet.ssrc() == ssrc).toList();
    }

    List<Report> reports(int ssrc) {
        return reports.stream().filter(report -> report.ssrc() == ssrc).toList();
    }

    /// Sends RTCP to the gateway.
    void send(Consumer<RtcpWriter> content) {
        byte[] buffer = new byte[1200];
        RtcpWriter writer = new RtcpWriter().begin(buffer, 0, buffer.length);
        writer.receiverReport(99);
        content.accept(writer);
        media.rtcp(buffer, 0, writer.length(), loop.nowNanos());
        loop.settle();
    }

    private final class Reports implements RtcpVisitor {
        @Override
        public void senderReport(int senderSsrc, SenderInfo info) {
            reports.add(
                    new Report(
                            senderSsrc,
                            info.ntpTimestamp(),
                            info.rtpTimestamp(),
                            info.packetCount()));
        }
    }
}
