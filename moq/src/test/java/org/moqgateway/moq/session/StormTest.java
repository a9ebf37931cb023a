package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.transport.memory.MemoryConnection;
import org.moqgateway.moq.transport.memory.MemoryIncoming;
import org.moqgateway.moq.wire.AnnounceOk;
import org.moqgateway.moq.wire.AnnounceRequest;
import org.moqgateway.moq.wire.Announcement;
import org.moqgateway.moq.wire.GroupRange;
import org.moqgateway.moq.wire.MoqVersion;
import org.moqgateway.moq.wire.Subscribe;
import org.moqgateway.moq.wire.SubscribeOptions;

/// Hostile sessions beside one that carries media: what they cost is bounded, and the media does
/// not notice.
class StormTest {
    private static final int VIOLATION = 3;

    private final Net net = new Net();
    private final Origin origin = net.origin(22);
    private final Origin viewer = net.origin(3);
    private final List<MemoryConnection> servers = new ArrayList<>();
    private final TrackProducer track =
            origin.createBroadcast("a").createTrack(TrackInfo.live("v", 0));

    private Peer hostile(MoqVersion version) {
        LinkSettings link = LinkSettings.quic(version.id());
        MemoryConnection[] ends = MemoryConnection.pair(net.time, link);
        net.server(origin, Grant.everything())
                .incoming(new MemoryIncoming(ends[1], List.of(link.protocol())));
        servers.add(ends[1]);
        Peer peer = new Peer(ends[0]);
        net.time.run();
        if (version.hasSetupStream()) {
            peer.uni("01 01 00").finish();
        }
        net.pass();
        return peer;
    }

    private static void write(Peer.Stream stream, byte[] bytes) {
        Objects.requireNonNull(stream.out).write(bytes);
    }

    /// Sends fifty groups to a viewer while the storm goes on.
    private void survives(MoqVersion version, Runnable storm) {
        net.join(origin, viewer, LinkSettings.quic(version.id()));
        net.pass();
        TrackConsumer reader = viewer.broadcast("a").orElseThrow().track("v").orElseThrow();
        net.pass();
        int came = 0;
        for (int i = 0; i < 50; i++) {
            storm.run();
            track.writeGroup(new Frame(i * 20_000L, new byte[1000]), net.time.nowNanos());
            net.pass();
            came += reader.pollFrame() instanceof Poll.Ready ? 1 : 0;
        }
        assertThat(came).isEqualTo(50);
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void aFloodOfAnnouncements(MoqVersion version) {
        net.limits(
                new SessionLimits(
                        1500, 100, 8, 100, 10, 1 << 20, 100, 1000, SessionBudgets.defaults()));
        Peer peer = hostile(version);
        Peer.Stream announces = peer.bidis.getFirst();
        if (version.hasAnnounceOk()) {
            write(announces, new AnnounceOk(7, 0).encode(version));
        }
        int[] said = new int[1];
        survives(
                version,
                () -> {
                    for (int i = 0; i < 40; i++) {
                        String path = "flood/" + said[0]++;
                        Announcement start = new Announcement.Start(path, hops(version), 0);
                        write(announces, start.encode(version));
                    }
                    assertThat(origin.announced()).hasSizeLessThanOrEqualTo(1501);
                });
        assertThat(origin.announced()).hasSize(1501);
        assertThat(peer.closed).isNull();
        peer.connection.close(0, "");
        net.pass();
        assertThat(origin.announced()).as("nothing of it lingers").containsExactly("a");
    }

    private static List<Long> hops(MoqVersion version) {
        if (version.hasAnnounceOk()) {
            return List.of();
        }
        return version.hasHopIds() ? List.of(7L) : List.of(0L);
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void aStormOfResets(MoqVersion version) {
        Peer peer = hostile(version);
        survives(
                version,
                () -> {
                    for (int i = 0; i < 150 && peer.closed == null; i++) {
                        peer.bidi("02 0a").giveUp(0);
                        peer.uni("00").giveUp(0);
                    }
                });
        assertThat(peer.closeCode()).isEqualTo(VIOLATION);
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void aFloodOfTracksThatAreMadeOnDemand(MoqVersion version) {
        BroadcastProducer broadcast = origin.createBroadcast("b");
        int[] made = new int[1];
        broadcast.onMissingTrack(
                _ -> {
                    if (made[0] == 0) {
                        made[0] = 1;
                        TrackProducer one = broadcast.createTrack(TrackInfo.live("one", 0));
                        one.writeGroup(new Frame(0, new byte[1]), net.time.nowNanos());
                        one.finish();
                    }
                    return Optional.of("one");
                });
        Peer peer = hostile(version);
        int[] asked = new int[1];
        survives(
                version,
                () -> {
                    for (int i = 0; i < 100 && peer.closed == null; i++) {
                        SubscribeOptions options =
                                new SubscribeOptions(0, false, Duration.ZERO, GroupRange.LIVE);
                        String name = "keyframe/" + asked[0];
                        write(
                                peer.bidi("02"),
                                new Subscribe(asked[0]++, "b", name, options).encode(version));
                    }
                });
        assertThat(asked[0]).isEqualTo(5_000);
        assertThat(origin.broadcast("b").orElseThrow().trackNames()).containsExactly("one");
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void manyWhoAskForEverythingAndReadNothing(MoqVersion version) {
        List<Peer> peers = new ArrayList<>();
        List<Peer.Stream> streams = new ArrayList<>();
        byte[] everything = new AnnounceRequest("", 0).encode(version);
        for (int i = 0; i < 3; i++) {
            Peer peer = hostile(version);
            peers.add(peer);
            for (int asked = 0; asked < 12; asked++) {
                Peer.Stream stream = peer.bidi("01");
                write(stream, everything);
                streams.add(stream);
            }
        }
        net.pass();
        assertThat(streams.stream().filter(stream -> stream.reset >= 0)).hasSize(3 * 4);
        peers.forEach(peer -> peer.connection.stall(true));
        int[] created = new int[1];
        survives(
                version,
                () -> {
                    for (int i = 0; i < 10; i++) {
                        origin.createBroadcast("x".repeat(500) + created[0]++);
                    }
                });
        for (MemoryConnection server : servers) {
            assertThat(server.peakQueuedBytes()).as("8 streams").isLessThan(8 * 70_000);
        }
        assertThat(peers).allMatch(peer -> peer.closed == null);
    }
}
