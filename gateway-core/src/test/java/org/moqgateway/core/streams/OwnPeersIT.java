package org.moqgateway.core.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.core.egress.FeedPolicy;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.webrtc.ConflictPolicy;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.core.webrtc.TestPeer;
import org.moqgateway.core.webrtc.WebRtcGateway;
import org.moqgateway.core.webrtc.WebRtcSettings;
import org.moqgateway.moq.model.Origin;

/// A publisher and a viewer of our own parts, with real sockets, ICE, DTLS and SRTP: the one peer
/// that has H.265 over WebRTC, and every other codec beside it.
@Timeout(60)
class OwnPeersIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ENOUGH_FRAMES = 45;

    /// Longer than the pause between two checks of consent, all that a viewer sends.
    private static final Duration PEER_TIMEOUT = Duration.ofSeconds(10);

    private final MediaLoops clientLoops = MediaLoops.start(1);
    private final WebRtcGateway gateway;

    OwnPeersIT() throws IOException {
        gateway =
                WebRtcGateway.open(
                        new Origin(),
                        new WebRtcSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                List.of(),
                                10,
                                ConflictPolicy.REPLACE,
                                IngestContainer.LEGACY,
                                1,
                                PEER_TIMEOUT,
                                FeedPolicy.DEFAULT));
    }

    @AfterEach
    void close() {
        gateway.close();
        clientLoops.close();
    }

    /// Of each format one stream without B-frames, a keyframe each second.
    static List<StreamRecipe> recipes() {
        return Arrays.stream(StreamFormat.values())
                .map(
                        format ->
                                StreamRecipes.all().stream()
                                        .filter(recipe -> recipe.format() == format)
                                        .filter(recipe -> recipe.options().contains("600"))
                                        .findFirst()
                                        .orElseThrow())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void viewerGetsEveryPictureThatWasPublishedByteForByte(StreamRecipe recipe)
            throws InterruptedException {
        RealStream stream = RealStream.of(recipe);
        List<StreamPeer> publishers = new ArrayList<>();
        try (TestPeer publisher = publish(stream, publishers)) {
            publisher.awaitConnected();
            await(() -> !gateway.broadcasts().isEmpty());
            await(() -> !gateway.broadcasts().getFirst().tracks().isEmpty());
            List<StreamPeer> viewers = new ArrayList<>();
            try (TestPeer peer = play(stream, viewers)) {
                peer.awaitConnected();
                StreamPeer viewer = viewers.getFirst();
                // Whoever comes long after a keyframe is not sent all that followed it.
                await(() -> !viewer.frames().isEmpty());
                publishers.getFirst().goOn();
                await(() -> viewer.frames().size() >= ENOUGH_FRAMES);
                assertThat(viewer.drops()).isEmpty();
                assertSame(stream, viewer.frames());
            }
        }
    }

    /// From a keyframe on, in order.
    private static void assertSame(RealStream stream, List<EncodedFrame> shown) {
        int next = 0;
        for (EncodedFrame frame : shown) {
            assertThat(frame.payload()).isEqualTo(stream.frames().get(next));
            next = (next + 1) % stream.frames().size();
        }
    }

    private TestPeer publish(RealStream stream, List<StreamPeer> publishers) {
        String codec =
                new PacketPath(stream.recipe().format())
                        .send(stream.frames(), 0, 1200, _ -> {})
                        .depacketizer()
                        .config()
                        .orElseThrow()
                        .codecString();
        return new TestPeer(
                new TestPeer.Dial(gateway, SessionKind.WHIP, "own", clientLoops).with(codec),
                negotiated -> {
                    publishers.add(new StreamPeer(stream, negotiated));
                    return publishers.getFirst();
                });
    }

    private TestPeer play(RealStream stream, List<StreamPeer> viewers) {
        return new TestPeer(
                new TestPeer.Dial(gateway, SessionKind.WHEP, "own", clientLoops),
                negotiated -> {
                    viewers.add(new StreamPeer(stream, negotiated));
                    return viewers.getFirst();
                });
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }
}
