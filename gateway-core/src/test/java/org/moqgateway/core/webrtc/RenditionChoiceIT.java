package org.moqgateway.core.webrtc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.egress.FeedPolicy;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.TrackInfo;

/// Viewers over real sockets of a broadcast with two video renditions.
@Timeout(60)
class RenditionChoiceIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    /// Longer than the pause between two checks of consent, all that a viewer sends.
    private static final Duration PEER_TIMEOUT = Duration.ofSeconds(10);

    private static final String CATALOG =
            """
            {"video":{"renditions":{
               "hi":{"codec":"avc3.42c028","codedWidth":1920,"codedHeight":1080},
               "lo":{"codec":"avc3.42c01e","codedWidth":640,"codedHeight":360}}},
             "audio":{"renditions":{"mic":{"codec":"opus","sampleRate":48000,
               "numberOfChannels":2}}}}
            """;

    private final Origin origin = new Origin();
    private final MediaLoops clientLoops = MediaLoops.start(1);
    private final WebRtcGateway gateway;
    private final BroadcastProducer broadcast;

    RenditionChoiceIT() throws Exception {
        gateway =
                WebRtcGateway.open(
                        origin,
                        new WebRtcSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                List.of(),
                                10,
                                ConflictPolicy.REPLACE,
                                IngestContainer.LEGACY,
                                1,
                                PEER_TIMEOUT,
                                FeedPolicy.DEFAULT));
        broadcast =
                origin.createBroadcast(
                        "live",
                        created -> {
                            created.createTrack(TrackInfo.live(Catalog.TRACK_NAME, 100))
                                    .writeGroup(new Frame(0, CATALOG.getBytes(UTF_8)), 0);
                            List.of("hi", "lo", "mic")
                                    .forEach(name -> created.createTrack(TrackInfo.media(name, 0)));
                        });
    }

    @AfterEach
    void close() {
        broadcast.finish();
        gateway.close();
        clientLoops.close();
    }

    private TestPeer play(RenditionChoice renditions) throws InterruptedException {
        ViewerTerms terms = new ViewerTerms(LayerLimit.NONE, _ -> true, renditions);
        return new TestPeer(
                        new TestPeer.Dial(
                                new Choosing(gateway, terms),
                                SessionKind.WHEP,
                                "live",
                                clientLoops),
                        _ -> new TestPeer.Idle())
                .awaitConnected();
    }

    private static RenditionChoice choice(Optional<String> video, OptionalInt height) {
        return new RenditionChoice(video, height, Optional.empty());
    }

    private void awaitReaders(int hi, int lo, int mic) throws InterruptedException {
        ResourceCount.await(
                "readers of hi, lo, mic: %d, %d, %d".formatted(hi, lo, mic),
                SOON,
                () ->
                        broadcast.consumers("hi") == hi
                                && broadcast.consumers("lo") == lo
                                && broadcast.consumers("mic") == mic);
    }

    @Test
    void viewersGetTheRenditionThatTheyChose() throws Exception {
        try (TestPeer low = play(choice(Optional.empty(), OptionalInt.of(720)))) {
            awaitReaders(0, 1, 1);
            try (TestPeer high = play(choice(Optional.of("hi"), OptionalInt.empty()))) {
                awaitReaders(1, 1, 1);
                assertThat(high.negotiated().media()).hasSize(2);
            }
            assertThat(low.negotiated().media()).hasSize(2);
        }
        awaitReaders(0, 0, 0);
    }

    @Test
    void kindThatIsNotWantedIsNotNegotiated() throws Exception {
        try (TestPeer silent = play(choice(Optional.of(""), OptionalInt.empty()))) {
            awaitReaders(0, 0, 1);
            assertThat(silent.negotiated().media()).hasSize(1);
        }
    }

    @Test
    void nameThatIsNotThereIsToldWithTheNamesThatAre() throws Exception {
        try (TestPeer wrong = play(choice(Optional.of("mid"), OptionalInt.empty()))) {
            assertThat(wrong.session().stats().problems())
                    .extracting(SessionProblem::text)
                    .anySatisfy(text -> assertThat(text).contains("\"mid\"", "\"hi\", \"lo\""));
        }
        RenditionChoice nothing =
                new RenditionChoice(Optional.of("mid"), OptionalInt.empty(), Optional.of(""));
        assertThat(
                        gateway.accept(
                                SessionKind.WHEP,
                                "live",
                                "v=0",
                                new ViewerTerms(LayerLimit.NONE, _ -> true, nothing)))
                .isInstanceOfSatisfying(
                        AcceptResult.Refused.class,
                        refused -> assertThat(refused.detail()).contains("\"hi\", \"lo\""));
    }

    /// A gateway whose viewers have these terms.
    private record Choosing(WebRtcGateway gateway, ViewerTerms terms) implements SessionBroker {
        @Override
        public AcceptResult accept(
                SessionKind kind, String broadcast, String offerSdp, ViewerTerms all) {
            return gateway.accept(kind, broadcast, offerSdp, terms);
        }

        @Override
        public Optional<PeerSessionHandle> session(String id) {
            return gateway.session(id);
        }

        @Override
        public List<PeerSessionHandle> sessions() {
            return gateway.sessions();
        }

        @Override
        public List<BroadcastStatus> broadcasts() {
            return gateway.broadcasts();
        }
    }
}
