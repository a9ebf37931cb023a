package org.moqgateway.core.everycodec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.VideoDepacketizer;
import org.moqgateway.codecs.av1.Av1Depacketizer;
import org.moqgateway.codecs.av1.Av1Packetizer;
import org.moqgateway.codecs.h264.H264Depacketizer;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.moqgateway.codecs.h265.H265Depacketizer;
import org.moqgateway.codecs.h265.H265Packetizer;
import org.moqgateway.codecs.vp8.Vp8Depacketizer;
import org.moqgateway.codecs.vp8.Vp8Packetizer;
import org.moqgateway.codecs.vp9.Vp9Depacketizer;
import org.moqgateway.codecs.vp9.Vp9Packetizer;
import org.moqgateway.core.audio.OpusTranscoding;
import org.moqgateway.core.egress.BFrames;
import org.moqgateway.core.egress.EgressDirectory;
import org.moqgateway.core.egress.EgressMedia;
import org.moqgateway.core.egress.EgressSettings;
import org.moqgateway.core.egress.FeedPolicy;
import org.moqgateway.core.egress.FeedWish;
import org.moqgateway.core.egress.KeyframeRequests;
import org.moqgateway.core.hang.VideoRendition;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.ingest.IngestMedia;
import org.moqgateway.core.ingest.IngestSettings;
import org.moqgateway.core.negotiation.ExtensionIds;
import org.moqgateway.core.negotiation.Feedback;
import org.moqgateway.core.negotiation.NegotiatedCodec;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.negotiation.Ssrcs;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.core.netem.VirtualPeer;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.NtpClock;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.send.PacketOut;
import org.moqgateway.core.rtp.send.RtpSendStream;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.moq.model.Origin;

class EveryCodecTest {
    private static final int TYPE = 96;
    private static final int SSRC = 10;
    private static final int FRAME_MILLIS = 40;

    private final VirtualLoop loop = new VirtualLoop(5_000_000_000L);
    private final Origin origin = new Origin();

    /// What a viewer's decoder would get.
    private static final class Received implements Depacketizer.Sink {
        private final List<byte[]> frames = new ArrayList<>();
        private final List<DropReason> drops = new ArrayList<>();

        @Override
        public void frame(EncodedFrame frame) {
            frames.add(frame.payload());
        }

        @Override
        public void dropped(DropReason reason, int rtpTimestamp) {
            drops.add(reason);
        }
    }

    static Stream<Arguments> streams() {
        return Stream.of(
                Arguments.of(
                        "x264-422-10.h264",
                        RtpCodec.H264,
                        new H264Packetizer(),
                        new Depacketizers(new H264Depacketizer(), new H264Depacketizer()),
                        "0.avc3=avc3.7a"),
                Arguments.of(
                        "x265-open-gop.h265",
                        RtpCodec.H265,
                        new H265Packetizer(),
                        new Depacketizers(new H265Depacketizer(), new H265Depacketizer()),
                        "0.hev1=hev1.1.6.L"),
                Arguments.of(
                        "vp8.ivf",
                        RtpCodec.VP8,
                        new Vp8Packetizer(),
                        new Depacketizers(new Vp8Depacketizer(), new Vp8Depacketizer()),
                        "0.vp8=vp8"),
                Arguments.of(
                        "vp9.ivf",
                        RtpCodec.VP9,
                        new Vp9Packetizer(),
                        new Depacketizers(new Vp9Depacketizer(), new Vp9Depacketizer()),
                        "0.vp9=vp09.00."),
                Arguments.of(
                        "av1.ivf",
                        RtpCodec.AV1,
                        new Av1Packetizer(),
                        new Depacketizers(new Av1Depacketizer(), new Av1Depacketizer()),
                        "0.av1=av01.0."));
    }

    /// @param direct of what the publisher sends
    /// @param viewer of what the viewer is sent
    record Depacketizers(VideoDepacketizer direct, VideoDepacketizer viewer) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void viewerGetsEveryFrameAsThePublisherSentIt(
            String name,
            RtpCodec codec,
            Packetizer packetizer,
            Depacketizers depacketizers,
            String described) {
        IngestMedia publisher = publisher(codec);
        EgressDirectory directory =
                EgressDirectory.open(
                        origin, () -> loop, FeedPolicy.of(BFrames.PASS, OpusTranscoding.NONE));
        Received sent = new Received();
        Received received = new Received();
        VirtualPeer in = new VirtualPeer(publisher, loop, (_, _, _) -> {});
        VirtualPeer out =
                new VirtualPeer(
                        viewer(codec, described, directory),
                        loop,
                        (packet, control, _) -> {
                            if (!control) {
                                feed(packet, depacketizers.viewer(), received);
                            }
                        });
        in.connect();
        out.connect();
        RtpSendStream stream = sender();
        PacketOut wire =
                new Wire(
                        (buffer, length) -> {
                            byte[] packet = Arrays.copyOf(buffer, length);
                            feed(packet, depacketizers.direct(), sent);
                            publisher.rtp(packet, 0, length, loop.nowNanos());
                            loop.settle();
                        });
        int number = 0;
        for (byte[] frame : Streams.frames(name)) {
            PacketizedFrame packets = packetizer.packetize(frame, 0, frame.length, 400);
            assertThat(packets.count()).isPositive();
            stream.send(packets, number * FRAME_MILLIS * 90, loop.nowNanos(), wire);
            number++;
            in.run(FRAME_MILLIS / 2);
            out.run(FRAME_MILLIS / 2);
        }

        assertThat(sent.drops).isEmpty();
        assertThat(sent.frames).hasSizeGreaterThan(10);
        assertThat(received.drops).isEmpty();
        assertThat(received.frames).usingElementComparator(Arrays::compare).isEqualTo(sent.frames);
        var entry =
                directory
                        .live("live")
                        .orElseThrow()
                        .catalog()
                        .video()
                        .renditions()
                        .entrySet()
                        .iterator()
                        .next();
        VideoRendition rendition = entry.getValue();
        assertThat(entry.getKey() + "=" + rendition.common().codec()).startsWith(described);
        assertThat(rendition.codedWidth()).isEqualTo(96);
        assertThat(rendition.codedHeight()).isEqualTo(64);
    }

    private IngestMedia publisher(RtpCodec codec) {
        NegotiatedMedia media =
                new NegotiatedMedia(
                        "0",
                        Direction.RECVONLY,
                        new NegotiatedCodec(codec, TYPE, 90_000, 1, "", "", -1),
                        new Feedback(true, true, true, true, true),
                        new ExtensionIds(1, 2, 3, -1),
                        Ssrcs.NONE,
                        new Ssrcs(77, -1));
        return new IngestMedia(
                new IngestSettings(List.of(media), 77, "test", IngestContainer.LEGACY),
                prepare -> origin.createBroadcast("live", prepare));
    }

    private static EgressMedia viewer(RtpCodec codec, String described, EgressDirectory directory) {
        String fmtp = described.contains("avc3.7a") ? "profile-level-id=7a0028" : "";
        FeedWish wish =
                new FeedWish(
                        new NegotiatedCodec(codec, TYPE, 90_000, 1, fmtp, fmtp, -1),
                        LayerLimit.NONE,
                        false,
                        _ -> true);
        return new EgressMedia(
                new EgressSettings(
                        List.of(new EgressSettings.Section(wish, send(), 0)),
                        "test",
                        new TransportSequence(0),
                        KeyframeRequests.NONE,
                        List.of()),
                new NtpClock(1_700_000_000_000_000_000L),
                (self, own) -> directory.watch("live", self, own));
    }

    private static SendSettings send() {
        return new SendSettings(
                new SendSettings.Stream(SSRC, TYPE, 65_530),
                Optional.empty(),
                new HeaderExtensions(1, "0", 3, 2),
                512,
                2_000_000_000L);
    }

    private static RtpSendStream sender() {
        return new RtpSendStream(send(), new TransportSequence(0));
    }

    private static void feed(byte[] packet, VideoDepacketizer depacketizer, Received sink) {
        RtpPacket view = new RtpPacket();
        view.wrap(packet, 0, packet.length);
        depacketizer.push(
                new RtpPayload()
                        .bytes(packet, view.payloadOffset(), view.payloadLength())
                        .header(view.rtpTimestamp(), view.marker(), false),
                sink);
    }

    /// Takes packets from a stream.
    private static final class Wire implements PacketOut {
        private final byte[] scratch = new byte[1600];
        private final ObjIntConsumer<byte[]> to;

        Wire(ObjIntConsumer<byte[]> to) {
            this.to = to;
        }

        @Override
        public byte[] scratch() {
            return scratch;
        }

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            to.accept(Arrays.copyOfRange(buffer, offset, offset + length), length);
        }
    }
}
