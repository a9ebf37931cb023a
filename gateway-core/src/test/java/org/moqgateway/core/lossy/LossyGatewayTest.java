package org.moqgateway.core.lossy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.egress.EgressDirectory;
import org.moqgateway.core.egress.EgressMedia;
import org.moqgateway.core.egress.EgressSettings;
import org.moqgateway.core.egress.FeedWish;
import org.moqgateway.core.egress.KeyframeRequests;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.ingest.IngestMedia;
import org.moqgateway.core.ingest.IngestSettings;
import org.moqgateway.core.negotiation.ExtensionIds;
import org.moqgateway.core.negotiation.Feedback;
import org.moqgateway.core.negotiation.NegotiatedCodec;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.negotiation.Ssrcs;
import org.moqgateway.core.netem.LinkConditions;
import org.moqgateway.core.netem.LossyLink;
import org.moqgateway.core.netem.SyntheticMedia;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.core.netem.VirtualPeer;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.NtpClock;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.moq.model.Origin;

/// Publisher, gateway and viewer with 5 % loss, 30 ms jitter, reordering and duplication on both
/// ways of both legs, for a minute.
class LossyGatewayTest {
    private static final long MS = 1_000_000L;
    private static final int SECONDS = 60;
    private static final int MOST_IN_FLIGHT = 1_000;

    /// What the viewer has seen.
    private static final class Picture implements LossyViewer.Screen {
        private final LossyPublisher source;
        private long decodable;
        private long audioPackets;
        private long longestStillNanos;
        private long lastNanos = -1;
        private int previous = -1;
        private boolean intact;

        Picture(LossyPublisher source) {
            this.source = source;
        }

        @Override
        public void frame(boolean video, EncodedFrame frame, long nowNanos) {
            int number = SyntheticMedia.number(frame.payload());
            Map<Integer, byte[]> published = video ? source.frames : source.packets;
            assertThat(frame.payload()).isEqualTo(published.get(number));
            if (!video) {
                audioPackets++;
                return;
            }
            intact = frame.keyframe() || (intact && number == previous + 1);
            previous = number;
            if (intact) {
                decodable++;
                if (lastNanos >= 0) {
                    longestStillNanos = Math.max(longestStillNanos, nowNanos - lastNanos);
                }
                lastNanos = nowNanos;
            }
        }
    }

    private final VirtualLoop loop = new VirtualLoop(1_000_000 * MS);
    private final Origin origin = new Origin();
    private final EgressDirectory directory = EgressDirectory.open(origin, () -> loop);

    private static NegotiatedMedia media(RtpCodec codec, boolean video) {
        return new NegotiatedMedia(
                video ? "0" : "1",
                Direction.RECVONLY,
                new NegotiatedCodec(
                        codec,
                        video ? 96 : 111,
                        codec.clockRateHz(),
                        codec.channels(),
                        "",
                        "",
                        video ? 97 : -1),
                new Feedback(true, video, video, true, video),
                new ExtensionIds(1, 2, 3, -1),
                Ssrcs.NONE,
                new Ssrcs(77, -1));
    }

    private static EgressSettings.Section section(RtpCodec codec, boolean video) {
        return new EgressSettings.Section(
                new FeedWish(media(codec, video).codec(), LayerLimit.NONE, false, _ -> true),
                new SendSettings(
                        new SendSettings.Stream(video ? 30 : 40, video ? 96 : 111, 65_500),
                        video
                                ? Optional.of(new SendSettings.Stream(31, 97, 65_500))
                                : Optional.empty(),
                        new HeaderExtensions(1, video ? "0" : "1", 3, 2),
                        video ? 2048 : 128,
                        2_000 * MS),
                0);
    }

    private IngestMedia ingest() {
        return new IngestMedia(
                new IngestSettings(
                        List.of(media(RtpCodec.H264, true), media(RtpCodec.OPUS, false)),
                        77,
                        "gateway",
                        IngestContainer.LEGACY),
                prepare -> origin.createBroadcast("live", prepare));
    }

    private EgressMedia egress(KeyframeRequests keyframes) {
        return new EgressMedia(
                new EgressSettings(
                        List.of(section(RtpCodec.H264, true), section(RtpCodec.OPUS, false)),
                        "gateway",
                        new TransportSequence(0),
                        keyframes,
                        List.of()),
                new NtpClock(1_700_000_000_000_000_000L),
                (self, own) -> directory.watch("live", self, own));
    }

    private static VirtualPeer.Wire into(LossyLink link) {
        return (packet, control, now) -> link.send(packet, 0, packet.length, now);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void picturesKeepMovingOverTwoBadNetworks(long seed) {
        LossyLink toGateway = new LossyLink(seed, LinkConditions.bad());
        LossyLink toPublisher = new LossyLink(seed + 100, LinkConditions.bad());
        LossyLink toViewer = new LossyLink(seed + 200, LinkConditions.bad());
        LossyLink fromViewer = new LossyLink(seed + 300, LinkConditions.bad());
        LossyPublisher publisher = new LossyPublisher(toGateway);
        Picture picture = new Picture(publisher);
        LossyViewer viewer = new LossyViewer(fromViewer, picture);
        IngestMedia ingest = ingest();
        EgressMedia egress =
                egress(
                        now -> {
                            loop.execute(() -> ingest.requestKeyframe(now));
                            return ingest.answersKeyframes();
                        });
        VirtualPeer publishing = new VirtualPeer(ingest, loop, into(toPublisher));
        VirtualPeer watching = new VirtualPeer(egress, loop, into(toViewer));
        publishing.connect();
        watching.connect();

        for (int i = 0; i < SECONDS * 1000; i++) {
            loop.advance(MS);
            long now = loop.nowNanos();
            publisher.tick(now);
            toGateway.deliver(
                    now,
                    (bytes, at) -> {
                        if (RtcpReader.isRtcp(bytes, 0, bytes.length)) {
                            ingest.rtcp(bytes, 0, bytes.length, now);
                        } else {
                            ingest.rtp(bytes, 0, bytes.length, now);
                        }
                        loop.settle();
                    });
            publishing.poll();
            toPublisher.deliver(now, (bytes, at) -> publisher.rtcp(bytes));
            watching.poll();
            toViewer.deliver(now, (bytes, at) -> viewer.receive(bytes, now));
            viewer.tick(now);
            fromViewer.deliver(now, (bytes, at) -> egress.rtcp(bytes, 0, bytes.length, now));
            assertThat(toGateway.inFlight()).isLessThan(MOST_IN_FLIGHT);
            assertThat(toViewer.inFlight()).isLessThan(MOST_IN_FLIGHT);
        }

        assertThat(picture.longestStillNanos).isLessThanOrEqualTo(1_000 * MS);
        assertThat(picture.decodable).isGreaterThan(SECONDS * 25L * 9 / 10);
        assertThat(picture.audioPackets).isGreaterThan(SECONDS * 50L * 95 / 100);
        assertThat(ingest.stats().repaired()).isGreaterThan(200);
        assertThat(ingest.stats().lost()).isLessThan(ingest.stats().repaired() / 10);
        assertThat(viewer.video().counters().repaired()).isGreaterThan(200);
        assertThat(egress.stats().retransmitted()).isGreaterThan(200);
        assertThat(egress.stats().rttNanos()).isBetween(40 * MS, 120 * MS);
        assertThat(publisher.keyframesAnswered()).isLessThan(SECONDS / 2);
        assertThat(loop.pending()).isLessThan(10);
        assertThat(publishing.ends()).isEmpty();
        assertThat(watching.ends()).isEmpty();
    }
}
