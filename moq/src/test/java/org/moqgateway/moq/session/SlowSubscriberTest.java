package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Demand;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.transport.memory.MemoryLoop;
import org.moqgateway.moq.wire.MoqVersion;

/// Subscribers that cannot, or do not want to, keep up.
class SlowSubscriberTest {
    private static final int FRAME_BYTES = 50_000; // 25 a second: 10 Mbit/s

    private final Net net = new Net();
    private final Origin publisher = net.origin(1);
    private final Origin slow = net.origin(2);
    private final Origin fast = net.origin(3);

    private void publish(TrackProducer track, int seconds) {
        publish(track, seconds, () -> {});
    }

    private void publish(TrackProducer track, int seconds, Runnable read) {
        long startNanos = net.time.nowNanos();
        for (int second = 0; second < seconds; second++) {
            GroupProducer group = track.appendGroup(net.time.nowNanos());
            for (int i = 0; i < 25; i++) {
                long timestampUs = (net.time.nowNanos() - startNanos) / 1000;
                group.write(new Frame(timestampUs, new byte[FRAME_BYTES]));
                net.pass(Duration.ofMillis(40));
                read.run();
            }
            group.finish();
        }
    }

    private TrackProducer video() {
        return publisher.createBroadcast("cam").createTrack(TrackInfo.media("video", 0));
    }

    private static TrackConsumer reader(Origin origin, Duration latency) {
        return origin.broadcast("cam")
                .orElseThrow()
                .track("video")
                .orElseThrow()
                .demand(new Demand(0, false, latency))
                .maxLatencyUs(latency.toMillis() * 1000);
    }

    private static List<Long> groups(TrackConsumer reader) {
        List<Long> groups = new ArrayList<>();
        while (true) {
            Poll<Frame> next = reader.pollFrame();
            if (next instanceof Poll.Pending || next instanceof Poll.Finished) {
                return groups;
            }
            if (next instanceof Poll.Ready && !groups.contains(reader.groupSequence())) {
                groups.add(reader.groupSequence());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void givesTheNewestGroupsOverAThinPath(MoqVersion version) {
        TrackProducer track = video();
        Net.Link thin = net.join(publisher, slow, LinkSettings.quic(version.id()).rate(2_000_000));
        Net.Link wide = net.join(publisher, fast, LinkSettings.quic(version.id()));
        net.pass();
        TrackConsumer slowReader = reader(slow, Duration.ofSeconds(1));
        TrackConsumer fastReader = reader(fast, Duration.ofSeconds(1));
        net.pass(Duration.ofMillis(100));
        Set<Long> came = new TreeSet<>();
        Set<Long> cameFast = new TreeSet<>();
        publish(
                track,
                20,
                () -> {
                    came.addAll(groups(slowReader));
                    cameFast.addAll(groups(fastReader));
                });
        assertThat(cameFast).hasSize(20);
        assertThat(came).isNotEmpty();
        assertThat(came)
                .last()
                .asInstanceOf(InstanceOfAssertFactories.LONG)
                .isGreaterThanOrEqualTo(17);
        assertThat(thin.near().peakQueuedBytes()).isLessThan(4_000_000);
        net.pass(Duration.ofSeconds(1));
        assertThat(thin.client().stats().groupsDropped()).isPositive();
        assertThat(wide.client().stats().groupsDropped()).isZero();
    }

    @Test
    void boundsWhatAPeerCostsThatReadsNothing() {
        TrackProducer track = video();
        Net.Link stuck =
                net.join(
                        publisher,
                        slow,
                        LinkSettings.quic(MoqVersion.LITE_05.id()).window(64 * 1024));
        net.pass();
        reader(slow, Duration.ofDays(1));
        net.pass(Duration.ofMillis(100));
        stuck.far().stall(true);
        publish(track, 120);
        assertThat(stuck.near().peakQueuedBytes()).isLessThan(10_000_000);
        assertThat(stuck.near().openSendStreams()).isLessThan(100);
    }

    @Test
    void boundsSmallGroupsOfAPeerThatReadsNothing() {
        TrackProducer track = video();
        Net.Link stuck =
                net.join(publisher, slow, LinkSettings.quic(MoqVersion.LITE_05.id()).window(1024));
        net.pass();
        reader(slow, Duration.ofDays(1));
        net.pass(Duration.ofMillis(100));
        stuck.far().stall(true);
        for (int i = 0; i < 20_000; i++) {
            track.writeGroup(new Frame(i * 20_000L, new byte[1100]), net.time.nowNanos());
            net.pass(Duration.ofMillis(1));
        }
        assertThat(stuck.near().openSendStreams()).isLessThan(1200);
    }

    @Test
    void resetsAGroupThatIsTooOldWithItsCode() {
        TrackProducer track = video();
        Peer peer =
                net.playClient(
                        publisher, LinkSettings.quic(MoqVersion.LITE_05.id()).rate(1_000_000));
        peer.uni("01 01 00").finish();
        // at most 500 ms behind
        peer.bidi("02 11 05 03 63616d 05 766964656f 00 00 41f4 00 00");
        net.pass(Duration.ofMillis(100));
        publish(track, 4);
        net.pass(Duration.ofSeconds(20));
        assertThat(peer.unis.stream().filter(stream -> stream.reset == 0x34)).isNotEmpty();
        assertThat(peer.unis.getLast().reset).as("the newest is never reset").isEqualTo(-1);
        assertThat(peer.unis.getLast().finished).isTrue();
    }

    @Test
    void sendsTheHigherPriorityFirst() {
        BroadcastProducer broadcast = publisher.createBroadcast("cam");
        TrackProducer low = broadcast.createTrack(TrackInfo.media("low", 1));
        TrackProducer high = broadcast.createTrack(TrackInfo.media("high", 200));
        Peer peer =
                net.playClient(
                        publisher, LinkSettings.quic(MoqVersion.LITE_05.id()).rate(1_000_000));
        peer.uni("01 01 00").finish();
        peer.bidi("02 0e 01 03 63616d 03 6c6f77 00 00 00 00 00");
        peer.bidi("02 0f 02 03 63616d 04 68696768 00 00 00 00 00");
        net.pass(Duration.ofMillis(100));
        low.writeGroup(new Frame(0, new byte[100_000]), net.time.nowNanos());
        high.writeGroup(new Frame(0, new byte[100_000]), net.time.nowNanos());
        net.pass(Duration.ofMillis(900));
        List<Boolean> done =
                peer.unis.stream()
                        .filter(stream -> stream.all().length > 20)
                        .map(stream -> stream.finished)
                        .toList();
        assertThat(done).contains(true);
        Peer.Stream finished =
                peer.unis.stream()
                        .filter(stream -> stream.finished && stream.all().length > 20)
                        .findFirst()
                        .orElseThrow();
        assertThat(finished.all()[2])
                .as("the subscription of the track 'high'")
                .isEqualTo((byte) 2);
    }

    @Test
    void wakesASessionOncePerBurst() {
        BroadcastProducer broadcast = publisher.createBroadcast("cam");
        List<TrackConsumer> readers = new ArrayList<>();
        List<TrackProducer> tracks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tracks.add(broadcast.createTrack(TrackInfo.media("t" + i, 0)));
        }
        Net.Link link = net.join(publisher, slow, LinkSettings.quic(MoqVersion.LITE_05.id()));
        net.pass();
        for (int i = 0; i < 50; i++) {
            readers.add(slow.broadcast("cam").orElseThrow().track("t" + i).orElseThrow());
        }
        net.pass(Duration.ofSeconds(1));
        assertThat(readers).hasSize(50);
        MemoryLoop loop = (MemoryLoop) link.near().loop();
        long before = loop.handed();
        tracks.forEach(track -> track.writeGroup(new Frame(0, new byte[10]), net.time.nowNanos()));
        assertThat(loop.handed() - before).isEqualTo(1);
        net.pass();
        net.pass(Duration.ofSeconds(1));
        assertThat(net.metrics.value(Counter.GROUPS_SENT)).isEqualTo(50);
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void servesTenThousandTracks(MoqVersion version) {
        BroadcastProducer broadcast = publisher.createBroadcast("cam");
        List<TrackProducer> tracks = new ArrayList<>();
        List<TrackConsumer> readers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            tracks.add(broadcast.createTrack(TrackInfo.live("t" + i, 0)));
        }
        net.join(publisher, slow, LinkSettings.quic(version.id()));
        net.pass();
        for (int i = 0; i < 10_000; i++) {
            readers.add(slow.broadcast("cam").orElseThrow().track("t" + i).orElseThrow());
        }
        net.pass();
        tracks.forEach(track -> track.writeGroup(new Frame(0, new byte[10]), net.time.nowNanos()));
        net.pass(Duration.ofSeconds(1));
        long read =
                readers.stream().filter(reader -> reader.pollFrame() instanceof Poll.Ready).count();
        assertThat(read).isEqualTo(10_000);
    }
}
