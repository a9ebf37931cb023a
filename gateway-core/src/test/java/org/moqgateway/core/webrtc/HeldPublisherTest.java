package org.moqgateway.core.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.egress.FeedPolicy;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.keyframe.RemoteKeyframes;
import org.moqgateway.core.negotiation.ExtensionIds;
import org.moqgateway.core.negotiation.Feedback;
import org.moqgateway.core.negotiation.HandshakeRole;
import org.moqgateway.core.negotiation.LocalStreams;
import org.moqgateway.core.negotiation.NegotiatedCodec;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.negotiation.Ssrcs;
import org.moqgateway.core.negotiation.TaggedSection;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.core.netem.VirtualPeer;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Origin;

/// Sessions without a network, in virtual time.
class HeldPublisherTest {
    private static final PeerEnd GONE = new PeerEnd(PeerEnd.Reason.VANISHED, "test");
    private static final byte[] PACKET = {(byte) 0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 10};

    private final VirtualLoop loop = new VirtualLoop(1_000_000_000L);
    private final Origin origin = new Origin();
    private final List<String> asked = new ArrayList<>();
    private final RemoteKeyframes remote = RemoteKeyframes.open(origin, () -> loop);
    private final Publishers publishers =
            new Publishers(
                    origin,
                    new WebRtcSettings(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            List.of(),
                            10,
                            ConflictPolicy.REPLACE,
                            IngestContainer.LEGACY,
                            1,
                            Duration.ofSeconds(10),
                            FeedPolicy.DEFAULT),
                    remote);
    private final HeldPublisher held = publishers.hold("cam");

    @AfterEach
    void close() {
        remote.close();
    }

    /// A session whose first packet has come.
    private PeerMedia session() {
        NegotiatedMedia video =
                new NegotiatedMedia(
                        "0",
                        Direction.RECVONLY,
                        new NegotiatedCodec(RtpCodec.H264, 96, 90_000, 1, "", "", -1),
                        new Feedback(true, true, true, true, true),
                        new ExtensionIds(-1, -1, -1, -1),
                        new Ssrcs(10, -1),
                        new Ssrcs(77, -1));
        NegotiatedSession negotiated =
                new NegotiatedSession(
                        new IceParameters("user", "a password of some length"),
                        List.of(),
                        false,
                        List.of(),
                        HandshakeRole.CLIENT,
                        List.of(video),
                        List.of("0"),
                        new TaggedSection("0", "video", "96"),
                        List.of());
        PeerMedia media = held.media(negotiated, new LocalStreams("c", "s", 1, 2, 3)).media();
        new VirtualPeer(media, loop, (packet, control, now) -> {}).connect();
        media.rtp(PACKET.clone(), 0, PACKET.length, loop.nowNanos());
        return media;
    }

    @Test
    void asksNobodyForKeyframesOfABroadcastThatWaitsHere() {
        PeerMedia session = session();
        assertThat(origin.announced()).containsExactly("cam");
        session.closed(GONE);

        assertThat(publishers.keyframes("cam").request(loop.nowNanos())).isFalse();
        try (BroadcastConsumer broadcast = origin.broadcast("cam").orElseThrow()) {
            assertThat(broadcast.trackNames()).noneMatch(name -> name.startsWith("keyframe/"));
        }
        held.close();
    }

    @Test
    void asksElsewhereForKeyframesOfAPathThatIsHeldAndNotFilled() {
        session().closed(GONE);
        held.withdraw();
        origin.createBroadcast("cam")
                .onMissingTrack(
                        name -> {
                            asked.add(name);
                            return Optional.empty();
                        });
        publishers.keyframes("cam").request(loop.nowNanos());

        assertThat(asked).hasSize(1);
    }

    @Test
    void aSessionThatWaitsForItsTurnBeginsNothingAfterTheEnd() {
        PeerMedia first = session();
        PeerMedia second = session();
        held.close();
        first.closed(GONE);
        loop.settle();

        assertThat(origin.announced()).isEmpty();
        second.closed(GONE);
        assertThat(origin.announced()).isEmpty();
    }

    @Test
    void aSessionWhoseTurnHasComeBeginsNothingAfterTheEnd() {
        PeerMedia first = session();
        PeerMedia second = session();
        first.closed(GONE);
        held.close();
        loop.settle();

        assertThat(origin.announced()).isEmpty();
        second.closed(GONE);
        assertThat(origin.announced()).isEmpty();
    }
}
