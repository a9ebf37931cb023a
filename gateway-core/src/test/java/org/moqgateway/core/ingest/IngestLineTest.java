package org.moqgateway.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.moqgateway.codecs.opus.OpusPacketizer;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.CatalogConsumer;
import org.moqgateway.core.hang.CatalogResult;
import org.moqgateway.core.negotiation.NegotiatedCodec;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.netem.SyntheticMedia;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.send.RtpSendStream;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

/// A sender that may use several codecs.
class IngestLineTest {
    private final PublisherFixture publisher =
            new PublisherFixture(
                    with(PublisherFixture.video(PublisherFixture.ALL), video(98)),
                    with(PublisherFixture.audio(PublisherFixture.AUDIO), telephone()));
    private final RtpSendStream other = stream(12, 98, "0");
    private final RtpSendStream telephone = stream(22, 0, "1");
    private final H264Packetizer h264 = new H264Packetizer();
    private final OpusPacketizer opus = new OpusPacketizer();

    private static NegotiatedMedia with(NegotiatedMedia first, NegotiatedMedia second) {
        return new NegotiatedMedia(
                first.mid(),
                first.direction(),
                first.codec(),
                first.feedback(),
                first.extensions(),
                first.remote(),
                first.local(),
                List.of(second));
    }

    private static NegotiatedMedia like(NegotiatedMedia first, NegotiatedCodec codec) {
        return new NegotiatedMedia(
                first.mid(),
                first.direction(),
                codec,
                first.feedback(),
                first.extensions(),
                first.remote(),
                first.local());
    }

    private static NegotiatedMedia video(int payloadType) {
        return like(
                PublisherFixture.video(PublisherFixture.ALL),
                new NegotiatedCodec(RtpCodec.H264, payloadType, 90_000, 1, "", "", -1));
    }

    private static NegotiatedMedia telephone() {
        return like(
                PublisherFixture.audio(PublisherFixture.AUDIO),
                new NegotiatedCodec(RtpCodec.PCMU, 0, 8_000, 1, "", "", -1));
    }

    private static RtpSendStream stream(int ssrc, int payloadType, String mid) {
        return new RtpSendStream(
                new SendSettings(
                        new SendSettings.Stream(ssrc, payloadType, 9),
                        Optional.empty(),
                        new HeaderExtensions(1, mid, 3, 2),
                        512,
                        2_000_000_000L),
                new TransportSequence(1));
    }

    private void other(int index, boolean keyframe) {
        byte[] unit =
                keyframe ? SyntheticMedia.keyframe(index, 300) : SyntheticMedia.delta(index, 300);
        other.send(
                h264.packetize(unit, 0, unit.length, 1000),
                index * 3_000,
                publisher.loop.nowNanos(),
                publisher);
        publisher.peer.run(33);
    }

    private Catalog catalog() {
        CatalogConsumer consumer = CatalogConsumer.open(publisher.broadcast()).orElseThrow();
        Catalog newest = Catalog.EMPTY;
        while (consumer.poll()
                instanceof Poll.Ready<CatalogResult>(CatalogResult.Read(Catalog catalog))) {
            newest = catalog;
        }
        return newest;
    }

    @Test
    void takesTheCodecOfTheFirstPacket() {
        TrackConsumer track = publisher.track("0.avc3");
        other(0, true);
        other(1, false);

        assertThat(PublisherFixture.numbers(track)).containsExactly(0, 1);
    }

    @Test
    void followsAChangeFromAKeyframeOn() {
        TrackConsumer track = publisher.track("0.avc3");
        publisher.frame(0, true);
        publisher.deltas(1, 3);
        other(4, false);
        other(5, true);
        other(6, false);

        assertThat(PublisherFixture.numbers(track)).containsExactly(0, 1, 2, 3, 5, 6);
        assertThat(publisher.feedback.plis).isNotEmpty();
    }

    @Test
    void latePacketsOfTheFormerCodecChangeNothing() {
        TrackConsumer track = publisher.track("0.avc3");
        publisher.frame(0, true);
        other(1, true);
        publisher.frame(2, false);
        other(3, false);

        assertThat(PublisherFixture.numbers(track)).containsExactly(0, 1, 3);
    }

    @Test
    void soundMayChangeToATelephoneCodecAndBack() {
        TrackConsumer track = publisher.track("0.opus");
        for (int i = 0; i < 10; i++) {
            publisher.audio(i);
            publisher.peer.run(20);
        }
        assertThat(channels()).isEqualTo(2);
        for (int i = 0; i < 20; i++) {
            telephone.send(
                    opus.packetize(new byte[160], 0, 160, 1000),
                    i * 160,
                    publisher.loop.nowNanos(),
                    publisher);
            publisher.peer.run(20);
        }
        assertThat(channels()).isEqualTo(1);
        publisher.peer.run(200);
        publisher.audio(40);
        assertThat(channels()).isEqualTo(2);
        assertThat(PublisherFixture.read(track)).hasSizeGreaterThan(25);
    }

    private int channels() {
        return catalog().audio().renditions().values().iterator().next().numberOfChannels();
    }
}
