package org.moqgateway.server.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.LegacyContainer;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.peer.UpstreamRelay;

/// Viewers at one gateway ask for keyframes of a publisher at another one.
@Timeout(120)
class KeyframeRequestsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration OFTEN = Duration.ofMillis(40);
    private static final String NAME = "studio/cam0";
    private static final int SECONDS = 5;

    private static RunningGateway at(String relay) {
        return new RunningGateway(Map.of(Setting.RELAY, List.of(relay)));
    }

    private static void await(String what, BooleanSupplier truth) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!truth.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + SOON + ": " + what);
            }
            RunningGateway.pause();
        }
    }

    private static KeyframePeer play(RunningGateway gateway) throws InterruptedException {
        // The gateway's own word: its viewers' side hears of an announcement after the origin.
        gateway.awaitLive(NAME, 0, SOON);
        KeyframePeer viewer = new KeyframePeer(gateway.media(), SessionKind.WHEP, NAME);
        await("video", viewer::sees);
        return viewer;
    }

    @Test
    void requestOfAViewerReachesThePublisherThroughARelay() throws Exception {
        try (RunningGateway relay = RunningGateway.onOnePort(Map.of())) {
            reaches(relay.url().replace("localhost", "127.0.0.1"));
        }
    }

    @Test
    void requestOfAViewerReachesThePublisherThroughTheRelayThatOthersWrote() throws Exception {
        assumeTrue(UpstreamRelay.program().isPresent(), "moq-relay is not here");
        try (UpstreamRelay relay = UpstreamRelay.start()) {
            reaches(relay.url());
        }
    }

    private static void reaches(String relay) throws Exception {
        try (RunningGateway near = at(relay);
                RunningGateway far = at(relay);
                KeyframePeer publisher = new KeyframePeer(near.media(), SessionKind.WHIP, NAME);
                KeyframePeer viewer = play(far)) {
            int before = publisher.requestNanos().size();
            viewer.askAlways(OFTEN);
            await("three requests", () -> publisher.requestNanos().size() >= before + 3);
            assertRate(publisher.requestNanos(), before);
        }
    }

    /// Requests of viewers are a second apart where they are sent.
    private static void assertRate(List<Long> nanos, int from) {
        long spanSeconds = TimeUnit.NANOSECONDS.toSeconds(nanos.getLast() - nanos.get(from));
        assertThat(nanos.size() - from).isLessThanOrEqualTo((int) spanSeconds + 2);
    }

    @Test
    void tenViewersAtTwoGatewaysAskOnceASecond() throws Exception {
        List<KeyframePeer> viewers = new ArrayList<>();
        try (RunningGateway relay = RunningGateway.onOnePort(Map.of());
                RunningGateway one = at(relay.url().replace("localhost", "127.0.0.1"));
                RunningGateway two = at(relay.url().replace("localhost", "127.0.0.1"));
                RunningGateway near = at(relay.url().replace("localhost", "127.0.0.1"));
                KeyframePeer publisher = new KeyframePeer(near.media(), SessionKind.WHIP, NAME)) {
            try {
                for (int i = 0; i < 5; i++) {
                    viewers.add(play(one));
                    viewers.add(play(two));
                }
                int before = publisher.requestNanos().size();
                viewers.forEach(viewer -> viewer.askAlways(OFTEN));
                await("requests", () -> publisher.requestNanos().size() >= before + SECONDS);
                assertRate(publisher.requestNanos(), before);
            } finally {
                viewers.forEach(KeyframePeer::close);
            }
        }
    }

    @Test
    void viewersOfAPublisherThatKnowsNoRequestsAreServedFromTheNewestGroup() throws Exception {
        ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
        try (RunningGateway relay = RunningGateway.onOnePort(Map.of());
                RunningGateway far = at(relay.url().replace("localhost", "127.0.0.1"));
                Recording recording = new Recording(relay.origin(), asked);
                KeyframePeer viewer = play(far)) {
            recording.add(1);
            await("live", () -> viewer.frames().getLast() == 1);
            viewer.askAlways(OFTEN);
            await("the keyframe again", () -> count(viewer.frames(), 0) >= 4);

            assertThat(viewer.frames()).startsWith(0L, 1L, 0L, 1L);
            assertThat(asked).allMatch(name -> name.startsWith("keyframe/")).hasSize(1);
        }
    }

    private static long count(List<Long> frames, long number) {
        return frames.stream().filter(frame -> frame == number).count();
    }

    /// A MoQ publisher that has what its catalog says and nothing else: one group that goes on.
    private static final class Recording implements AutoCloseable {
        private static final String CATALOG =
                """
                {"video":{"renditions":{"cam":{"codec":"avc3.42c028"}}},"audio":{"renditions":{}}}
                """;
        private static final byte[] PARAMETERS =
                HexFormat.of()
                        .parseHex("000000016742c0288c680780227e5c040784423500000001" + "68ce3c80");

        private final BroadcastProducer broadcast;
        private final List<GroupProducer> group = new ArrayList<>();

        Recording(Origin origin, ConcurrentLinkedQueue<String> asked) {
            broadcast =
                    origin.createBroadcast(
                            NAME,
                            created -> {
                                created.createTrack(TrackInfo.live(Catalog.TRACK_NAME, 100))
                                        .writeGroup(new Frame(0, CATALOG.getBytes(UTF_8)), 0);
                                group.add(
                                        created.createTrack(TrackInfo.media("cam", 60))
                                                .appendGroup(0));
                                created.onMissingTrack(
                                        name -> {
                                            asked.add(name);
                                            return Optional.empty();
                                        });
                            });
            add(0);
        }

        /// Writes a frame; the first is a keyframe.
        void add(int number) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            if (number == 0) {
                bytes.writeBytes(PARAMETERS);
            }
            bytes.writeBytes(
                    HexFormat.of().parseHex("00000001" + (number == 0 ? "658884" : "419a24")));
            bytes.writeBytes("MARK%08d".formatted(number).getBytes(US_ASCII));
            group.getFirst().write(LegacyContainer.encode(number * 400_000L, bytes.toByteArray()));
        }

        @Override
        public void close() {
            broadcast.finish();
        }
    }
}
