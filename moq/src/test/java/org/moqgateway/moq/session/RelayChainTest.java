package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.AnnounceListener;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.OriginId;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.Route;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.wire.MoqVersion;

/// Origins that hand broadcasts on.
class RelayChainTest {
    private final Net net = new Net();
    private final Origin publisher = net.origin(1);
    private final Origin relayA = net.origin(2);
    private final Origin relayB = net.origin(3);
    private final Origin subscriber = net.origin(4);

    private static LinkSettings link(MoqVersion version) {
        return LinkSettings.quic(version.id());
    }

    private static List<String> events(Origin origin) {
        List<String> events = new ArrayList<>();
        origin.listen(
                "",
                OriginId.UNKNOWN,
                new AnnounceListener() {
                    @Override
                    public void announced(String path, Route route) {
                        events.add(path + " " + route.hops().size());
                    }

                    @Override
                    public void rerouted(String path, Route route) {
                        events.add(path + " again " + route.hops().size());
                    }

                    @Override
                    public void unannounced(String path) {
                        events.add(path + " over");
                    }
                });
        return events;
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void carriesTracksThroughTwoRelays(MoqVersion version) {
        net.join(publisher, relayA, link(version));
        net.join(relayA, relayB, link(version));
        net.join(subscriber, relayB, link(version));
        TrackProducer track =
                publisher.createBroadcast("cam").createTrack(TrackInfo.media("video", 0));
        net.pass();
        TrackConsumer one = subscriber.broadcast("cam").orElseThrow().track("video").orElseThrow();
        TrackConsumer two = relayB.broadcast("cam").orElseThrow().track("video").orElseThrow();
        net.pass();
        GroupProducer group = track.appendGroup(net.time.nowNanos());
        group.write(SessionPairTest.frame(1_000, "a"));
        group.write(SessionPairTest.frame(2_000, "b"));
        net.pass();
        assertThat(SessionPairTest.read(one)).containsExactly("a", "b");
        assertThat(SessionPairTest.read(two)).containsExactly("a", "b");
        net.pass(Duration.ofSeconds(3));
        assertThat(track.consumers()).as("one subscription however many readers").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void tracksAreMadeOnDemandBehindRelays(MoqVersion version) {
        net.join(publisher, relayA, link(version));
        net.join(relayA, relayB, link(version));
        net.join(subscriber, relayB, link(version));
        BroadcastProducer broadcast = publisher.createBroadcast("cam");
        List<String> asked = new ArrayList<>();
        broadcast.onMissingTrack(
                name -> {
                    asked.add(name);
                    if (name.equals("nothing")) {
                        return Optional.empty();
                    }
                    TrackProducer made = broadcast.createTrack(TrackInfo.live(name, 0));
                    made.writeGroup(SessionPairTest.frame(0, name), net.time.nowNanos());
                    made.finish();
                    return Optional.of(name);
                });
        net.pass();
        for (String name : List.of("made/1", "made/2")) {
            TrackConsumer one = subscriber.broadcast("cam").orElseThrow().track(name).orElseThrow();
            TrackConsumer two = relayB.broadcast("cam").orElseThrow().track(name).orElseThrow();
            net.pass(Duration.ofSeconds(4));
            assertThat(SessionPairTest.read(one)).containsExactly(name);
            assertThat(SessionPairTest.read(two)).containsExactly(name);
            assertThat(one.pollFrame()).isInstanceOf(Poll.Finished.class);
        }
        TrackConsumer none =
                subscriber.broadcast("cam").orElseThrow().track("nothing").orElseThrow();
        net.pass(Duration.ofSeconds(4));
        assertThat(none.pollFrame())
                .isInstanceOfSatisfying(
                        Poll.Aborted.class,
                        aborted ->
                                assertThat(aborted.reason().code())
                                        .isEqualTo(AbortReason.NOT_FOUND.code()));
        assertThat(asked).containsExactly("made/1", "made/2", "nothing");
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void passesTheNamesOfRelaysOnToRelaysAlone(MoqVersion version) {
        Grant node = new Grant("", List.of("", ".internal"), List.of("", ".internal"), null, 1);
        net.join(publisher, Grant.everything(), relayA, Grant.everything(), link(version));
        net.join(relayA, node, relayB, node, link(version));
        net.join(subscriber, Grant.everything(), relayB, Grant.everything(), link(version));
        publisher.createBroadcast(".internal/origins/evil:443");
        publisher.createBroadcast("cam");
        relayA.createBroadcast(".internal/origins/a:443");
        net.pass(Duration.ofSeconds(1));
        assertThat(relayA.announced()).containsExactly(".internal/origins/a:443", "cam");
        assertThat(relayB.announced()).containsExactly(".internal/origins/a:443", "cam");
        assertThat(subscriber.announced()).containsExactly("cam");
    }

    @ParameterizedTest
    @CsvSource({
        "LITE_03, LITE_05", "LITE_05, LITE_03", "LITE_04, LITE_05", "LITE_05, LITE_04",
        "LITE_03, LITE_04", "LITE_04, LITE_03", "LITE_06_WIP, LITE_05", "LITE_05, LITE_06_WIP"
    })
    void joinsVersions(MoqVersion in, MoqVersion out) {
        net.join(publisher, relayA, link(in));
        net.join(subscriber, relayA, link(out));
        TrackProducer track =
                publisher.createBroadcast("cam").createTrack(TrackInfo.media("video", 0));
        net.pass();
        TrackConsumer reader =
                subscriber.broadcast("cam").orElseThrow().track("video").orElseThrow();
        net.pass();
        track.writeGroup(SessionPairTest.frame(1_000, "a"), net.time.nowNanos());
        net.pass();
        assertThat(SessionPairTest.read(reader)).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource(
            value = MoqVersion.class,
            names = {"LITE_04", "LITE_05", "LITE_06_WIP"})
    void refusesLoopsInATriangle(MoqVersion version) {
        net.join(relayA, relayB, link(version));
        net.join(relayB, subscriber, link(version));
        net.join(subscriber, relayA, link(version));
        List<String> atA = events(relayA);
        relayA.createBroadcast("cam").createTrack(TrackInfo.media("video", 0));
        net.pass(Duration.ofSeconds(1));
        assertThat(atA).containsExactly("cam 0");
        assertThat(relayB.announced()).containsExactly("cam");
        assertThat(subscriber.announced()).containsExactly("cam");
        long afterSettling = net.metrics.value(SessionMetrics.Counter.ANNOUNCES_SENT);
        net.pass(Duration.ofSeconds(60));
        assertThat(net.metrics.value(SessionMetrics.Counter.ANNOUNCES_SENT))
                .as("no announcement goes round")
                .isEqualTo(afterSettling);
    }

    @ParameterizedTest
    @EnumSource(
            value = MoqVersion.class,
            names = {"LITE_04", "LITE_05", "LITE_06_WIP"})
    void goesOnOverTheOtherWayWhenALinkIsLost(MoqVersion version) {
        net.join(publisher, relayA, link(version));
        net.join(publisher, relayB, link(version));
        Net.Link direct = net.join(subscriber, relayA, link(version));
        net.join(subscriber, relayB, link(version));
        TrackProducer track =
                publisher.createBroadcast("cam").createTrack(TrackInfo.media("video", 0));
        net.pass();
        List<String> told = events(subscriber);
        TrackConsumer reader =
                subscriber.broadcast("cam").orElseThrow().track("video").orElseThrow();
        net.pass();
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            track.writeGroup(SessionPairTest.frame(i * 40_000L, "g" + i), net.time.nowNanos());
            net.pass(Duration.ofMillis(40));
            seen.addAll(SessionPairTest.read(reader));
            if (i == 4) {
                direct.near().lose();
            }
        }
        assertThat(seen).hasSize(10).startsWith("g0").endsWith("g9");
        assertThat(told).noneMatch(event -> event.endsWith("over"));
    }

    @Test
    void takesAPeerThatIsLeavingLast() {
        net.join(publisher, relayA, link(MoqVersion.LITE_05));
        net.join(publisher, relayB, link(MoqVersion.LITE_05));
        Net.Link leaving = net.join(subscriber, relayA, link(MoqVersion.LITE_05));
        Net.Link staying = net.join(subscriber, relayB, link(MoqVersion.LITE_05));
        TrackProducer track =
                publisher.createBroadcast("cam").createTrack(TrackInfo.media("video", 0));
        net.pass();
        leaving.server().goaway("https://other/");
        net.pass();
        assertThat(leaving.client().goawayReceived().getNow("none")).isEqualTo("https://other/");
        TrackConsumer reader =
                subscriber.broadcast("cam").orElseThrow().track("video").orElseThrow();
        net.pass();
        track.writeGroup(SessionPairTest.frame(1_000, "a"), net.time.nowNanos());
        net.pass(Duration.ofSeconds(1));
        assertThat(SessionPairTest.read(reader)).containsExactly("a");
        assertThat(staying.client().stats().subscriptionsMade()).isEqualTo(1);
        assertThat(leaving.client().stats().subscriptionsMade()).isZero();
        net.pass(Duration.ofSeconds(20));
        assertThat(leaving.client().closed()).isDone();
        assertThat(subscriber.announced()).containsExactly("cam");
    }

    @Test
    void keepsToTheGrantsPrefixesAndRoot() {
        Grant grant = new Grant("tenant", List.of("open"), List.of("mine"), null, 1);
        net.join(subscriber, Grant.everything(), relayA, grant, link(MoqVersion.LITE_05));
        relayA.createBroadcast("tenant/open/a");
        relayA.createBroadcast("tenant/closed/a");
        relayA.createBroadcast("elsewhere/open/a");
        subscriber.createBroadcast("mine/cam");
        subscriber.createBroadcast("other/cam");
        net.pass();
        assertThat(subscriber.announced()).contains("open/a").doesNotContain("closed/a");
        assertThat(relayA.announced())
                .contains("tenant/mine/cam")
                .doesNotContain("tenant/other/cam", "mine/cam");
    }
}
