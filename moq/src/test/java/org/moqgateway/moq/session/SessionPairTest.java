package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupConsumer;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.wire.MoqVersion;

/// Two sessions of ours, in every version.
class SessionPairTest {
    private final Net net = new Net();
    private final Origin near = net.origin(11);
    private final Origin far = net.origin(22);

    static Frame frame(long timestampUs, String text) {
        return new Frame(timestampUs, text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> read(TrackConsumer track) {
        List<String> frames = new ArrayList<>();
        while (track.pollFrame() instanceof Poll.Ready(Frame frame)) {
            frames.add(new String(frame.payload(), StandardCharsets.UTF_8));
        }
        return frames;
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void announcesToTheOtherSideAndTakesBack(MoqVersion version) {
        net.join(near, far, LinkSettings.quic(version.id()));
        BroadcastProducer broadcast = near.createBroadcast("live/cam");
        net.pass();
        assertThat(far.announced()).containsExactly("live/cam");

        broadcast.finish();
        net.pass();
        assertThat(far.announced()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void carriesGroupsInBothDirections(MoqVersion version) {
        net.join(near, far, LinkSettings.quic(version.id()));
        carries(near, far, "there");
        carries(far, near, "back");
    }

    private void carries(Origin from, Origin to, String path) {
        TrackProducer track = from.createBroadcast(path).createTrack(TrackInfo.media("video", 7));
        net.pass();
        TrackConsumer reader = to.broadcast(path).orElseThrow().track("video").orElseThrow();
        net.pass();
        GroupProducer first = track.appendGroup(net.time.nowNanos());
        first.write(frame(1_000_000, "key"));
        net.pass();
        assertThat(read(reader)).containsExactly("key");
        first.write(frame(1_040_000, "delta"));
        first.finish();
        net.pass();
        assertThat(read(reader)).containsExactly("delta");
        track.writeGroup(frame(2_000_000, "next"), net.time.nowNanos());
        net.pass();
        assertThat(read(reader)).containsExactly("next");
        track.finish();
        net.pass(Duration.ofSeconds(2));
        assertThat(reader.pollFrame()).isInstanceOf(Poll.Finished.class);
        reader.close();
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void givesTheNewestGroupToWhoComesLate(MoqVersion version) {
        net.join(near, far, LinkSettings.quic(version.id()));
        TrackProducer track = near.createBroadcast("cam").createTrack(TrackInfo.media("video", 0));
        for (int i = 0; i < 5; i++) {
            track.writeGroup(frame(i * 1_000_000L, "group" + i), net.time.nowNanos());
        }
        net.pass();
        TrackConsumer reader = far.broadcast("cam").orElseThrow().track("video").orElseThrow();
        net.pass();
        assertThat(read(reader)).containsExactly("group4");
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void keepsTimestampsWhereTheWireHasThem(MoqVersion version) {
        net.join(near, far, LinkSettings.quic(version.id()));
        TrackProducer track = near.createBroadcast("cam").createTrack(TrackInfo.media("video", 0));
        net.pass();
        TrackConsumer reader = far.broadcast("cam").orElseThrow().track("video").orElseThrow();
        net.pass();
        GroupProducer group = track.appendGroup(net.time.nowNanos());
        group.write(frame(123_456_789, "a"));
        group.write(frame(123_400_000, "b"));
        net.pass();
        List<Long> times = new ArrayList<>();
        while (reader.pollFrame() instanceof Poll.Ready(Frame frame)) {
            times.add(frame.timestampUs());
        }
        if (version.hasFrameTimestamps()) {
            assertThat(times).containsExactly(123_456_789L, 123_400_000L);
        } else {
            // They bear the moment of their arrival.
            assertThat(times).hasSize(2).allSatisfy(t -> assertThat(t).isGreaterThan(1L << 50));
        }
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void unsubscribesWhenTheLastReaderLeaves(MoqVersion version) {
        Net.Link link = net.join(near, far, LinkSettings.quic(version.id()));
        TrackProducer track = near.createBroadcast("cam").createTrack(TrackInfo.media("video", 0));
        net.pass();
        TrackConsumer one = far.broadcast("cam").orElseThrow().track("video").orElseThrow();
        TrackConsumer two = far.broadcast("cam").orElseThrow().track("video").orElseThrow();
        net.pass();
        assertThat(track.consumers()).isPositive();
        net.pass(Duration.ofSeconds(3));
        assertThat(link.server().stats().subscriptionsMade()).isEqualTo(1);
        assertThat(link.client().stats().subscriptionsServed()).isEqualTo(1);
        one.close();
        net.pass(Duration.ofSeconds(3));
        assertThat(link.server().stats().subscriptionsMade()).isEqualTo(1);
        two.close();
        net.pass(Duration.ofSeconds(10));
        assertThat(link.server().stats().subscriptionsMade()).isZero();
        assertThat(link.client().stats().subscriptionsServed()).isZero();
        assertThat(track.consumers()).isZero();
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void tellsThatATrackDoesNotExist(MoqVersion version) {
        net.join(near, far, LinkSettings.quic(version.id()));
        near.createBroadcast("cam");
        net.pass();
        TrackConsumer reader = far.broadcast("cam").orElseThrow().track("none").orElseThrow();
        net.pass();
        assertThat(reader.pollInfo()).isInstanceOf(Poll.Aborted.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = MoqVersion.class,
            names = {"LITE_05", "LITE_06_WIP"})
    void fetchesAGroupThatIsOver(MoqVersion version) {
        net.join(near, far, LinkSettings.quic(version.id()));
        TrackProducer track = near.createBroadcast("cam").createTrack(TrackInfo.media("video", 0));
        track.writeGroup(frame(1_000_000, "old"), net.time.nowNanos());
        track.writeGroup(frame(2_000_000, "new"), net.time.nowNanos());
        net.pass();
        var fetch = far.broadcast("cam").orElseThrow().group("video", 0);
        fetch.poll();
        net.pass();
        assertThat(fetch.poll())
                .isInstanceOfSatisfying(
                        Poll.Ready.class,
                        ready -> {
                            GroupConsumer group = (GroupConsumer) ready.value();
                            assertThat(group.poll()).isInstanceOf(Poll.Ready.class);
                            assertThat(group.poll()).isInstanceOf(Poll.Finished.class);
                        });
        var missing = far.broadcast("cam").orElseThrow().group("video", 77);
        missing.poll();
        net.pass();
        assertThat(missing.poll()).isInstanceOf(Poll.Aborted.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = MoqVersion.class,
            names = {"LITE_05", "LITE_06_WIP"})
    void passesDatagramsOnAsDatagrams(MoqVersion version) {
        net.join(near, far, LinkSettings.quic(version.id()));
        TrackProducer track = near.createBroadcast("cam").createTrack(TrackInfo.media("data", 0));
        net.pass();
        TrackConsumer reader = far.broadcast("cam").orElseThrow().track("data").orElseThrow();
        net.pass();
        track.writeDatagram(3, frame(5_000, "quick"), net.time.nowNanos());
        net.pass();
        assertThat(reader.pollGroup())
                .isInstanceOfSatisfying(
                        Poll.Ready.class,
                        ready -> {
                            GroupConsumer group = (GroupConsumer) ready.value();
                            assertThat(group.datagram()).isTrue();
                            assertThat(group.sequence()).isEqualTo(3);
                        });
        assertThat(net.metrics.value(SessionMetrics.Counter.DATAGRAMS_SENT)).isZero();
        net.pass(Duration.ofSeconds(1));
        assertThat(net.metrics.value(SessionMetrics.Counter.DATAGRAMS_SENT)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void leavesNothingBehindWhenTheSessionEnds(MoqVersion version) {
        Net.Link link = net.join(near, far, LinkSettings.quic(version.id()));
        TrackProducer track = near.createBroadcast("cam").createTrack(TrackInfo.media("video", 0));
        net.pass();
        TrackConsumer reader = far.broadcast("cam").orElseThrow().track("video").orElseThrow();
        net.pass();
        track.appendGroup(net.time.nowNanos()).write(frame(1, "open"));
        net.pass();
        link.near().lose();
        net.pass(Duration.ofSeconds(3));
        assertThat(link.client().closed()).isDone();
        assertThat(link.server().closed()).isDone();
        assertThat(track.consumers()).isZero();
        assertThat(net.metrics.sessionsLive().values()).containsOnly(0L);
        assertThat(link.client().stats().subscriptionsServed()).isZero();
        reader.close();
    }
}
