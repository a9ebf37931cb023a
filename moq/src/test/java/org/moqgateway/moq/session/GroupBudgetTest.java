package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Demand;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.transport.memory.MemoryConnection;
import org.moqgateway.moq.transport.memory.MemoryIncoming;
import org.moqgateway.moq.wire.MoqVersion;

/// What a peer costs that has many subscriptions and reads nothing.
class GroupBudgetTest {
    private static final String PROTOCOL = MoqVersion.LITE_05.id();
    private static final int OLD = 0x34;

    private final Net net = new Net();
    private final Origin origin = net.origin(22);
    private final BroadcastProducer broadcast = origin.createBroadcast("a");

    private void streams(int groupStreams, int finishedBytes) {
        SessionBudgets normal = SessionBudgets.defaults();
        net.limits(
                SessionLimits.defaults()
                        .withBudgets(
                                new SessionBudgets(
                                        normal.incompleteBytes(),
                                        normal.announceBytes(),
                                        groupStreams,
                                        finishedBytes,
                                        normal.updatesPerSecond(),
                                        normal.announcesPerSecond())));
    }

    private static LinkSettings uniStreams(int most) {
        return new LinkSettings(
                TransportKind.QUIC, PROTOCOL, null, 0, 1_000_000, 1 << 20, 1200, most);
    }

    private List<TrackProducer> tracks(int count) {
        List<TrackProducer> tracks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tracks.add(broadcast.createTrack(TrackInfo.live("t" + i, 0)));
        }
        return tracks;
    }

    private static List<TrackConsumer> readers(Origin at, int count) {
        List<TrackConsumer> readers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readers.add(
                    at.broadcast("a")
                            .orElseThrow()
                            .track("t" + i)
                            .orElseThrow()
                            .demand(new Demand(0, false, Duration.ofDays(1))));
        }
        return readers;
    }

    @Test
    void boundsTheStreamsOfAllSubscriptionsTogether() {
        streams(500, 1 << 30);
        Origin stuck = net.origin(2);
        Origin other = net.origin(3);
        List<TrackProducer> tracks = tracks(50);
        Net.Link link = net.join(origin, stuck, uniStreams(10));
        net.join(origin, other, uniStreams(10_000));
        net.pass();
        readers(stuck, 50);
        List<TrackConsumer> read = readers(other, 50);
        net.pass(Duration.ofMillis(100));
        link.far().stall(true);
        int came = 0;
        for (int i = 0; i < 100; i++) {
            for (TrackProducer track : tracks) {
                track.writeGroup(new Frame(i * 20_000L, new byte[10]), net.time.nowNanos());
            }
            net.pass();
            for (TrackConsumer reader : read) {
                came += reader.pollFrame() instanceof Poll.Ready ? 1 : 0;
            }
        }
        assertThat(link.near().openSendStreams()).isLessThan(500 + 60);
        assertThat(came).as("at who reads").isEqualTo(5000);
        assertThat(link.client().closed()).isNotDone();
    }

    @Test
    void boundsTheBytesOfAllSubscriptionsTogether() {
        streams(16_384, 1_000_000);
        Origin stuck = net.origin(2);
        List<TrackProducer> tracks = tracks(50);
        Net.Link link = net.join(origin, stuck, uniStreams(10));
        net.pass();
        readers(stuck, 50);
        net.pass(Duration.ofMillis(100));
        link.far().stall(true);
        for (int i = 0; i < 20; i++) {
            for (TrackProducer track : tracks) {
                track.writeGroup(new Frame(i * 20_000L, new byte[10_000]), net.time.nowNanos());
            }
            net.pass();
        }
        assertThat(link.near().peakQueuedBytes()).isLessThan(1_200_000);
    }

    @Test
    void forgetsWhatEndedSubscriptionsLeft() {
        streams(100, 1 << 30);
        TrackProducer track = tracks(1).getFirst();
        Peer peer = subscriber(uniStreams(10));
        for (int i = 0; i < 40; i++) {
            Peer.Stream subscription = peer.bidi(subscribe(i, "t0", 0));
            net.pass();
            for (int group = 0; group < 10; group++) {
                track.writeGroup(new Frame(0, new byte[10]), net.time.nowNanos());
            }
            net.pass();
            if (i == 0) {
                peer.connection.stall(true);
            }
            subscription.finish();
            net.pass();
        }
        assertThat(server.openSendStreams()).isLessThan(100 + 60);
    }

    @Test
    void resetsTheOldestOfTheLowestPriorityFirst() {
        streams(3, 1 << 30);
        TrackProducer low = broadcast.createTrack(TrackInfo.live("low", 0));
        TrackProducer high = broadcast.createTrack(TrackInfo.live("high", 0));
        Peer peer = subscriber(uniStreams(1000));
        peer.bidi(subscribe(1, "low", 1));
        peer.bidi(subscribe(2, "high", 200));
        net.pass();
        int before = peer.unis.size();
        begin(low);
        begin(low);
        begin(low);
        List<Peer.Stream> lows = List.copyOf(peer.unis.subList(before, before + 3));
        begin(high);
        assertThat(lows.stream().map(stream -> stream.reset)).containsExactly((long) OLD, -1L, -1L);
        begin(low);
        assertThat(lows.stream().map(stream -> stream.reset))
                .containsExactly((long) OLD, (long) OLD, -1L);
        begin(high);
        begin(high);
        List<Peer.Stream> all = List.copyOf(peer.unis.subList(before, peer.unis.size()));
        assertThat(all.stream().filter(stream -> stream.reset < 0)).hasSize(3);
        begin(low);
        assertThat(peer.unis).as("no stream for it").hasSize(before + all.size());
        assertThat(all.stream().filter(stream -> stream.reset < 0)).hasSize(3);
        assertThat(peer.closed).isNull();
    }

    private void begin(TrackProducer track) {
        GroupProducer group = track.appendGroup(net.time.nowNanos());
        group.write(new Frame(net.time.nowNanos() / 1000, new byte[10]));
        net.pass(Duration.ofMillis(1));
        net.pass(Duration.ofMillis(5));
    }

    @Test
    void deliversTheEndOfALongGroup() {
        TrackProducer track = tracks(1).getFirst();
        Peer peer = subscriber(LinkSettings.quic(PROTOCOL).rate(200_000));
        peer.bidi("02 0b 00 0161 02 7430 00 00 00 00 00");
        net.pass();
        GroupProducer group = track.appendGroup(net.time.nowNanos());
        group.write(new Frame(0, new byte[10]));
        net.pass(Duration.ofSeconds(10));
        group.write(new Frame(10_000_000, new byte[40_000]));
        group.finish();
        net.pass();
        track.writeGroup(new Frame(10_000_001, new byte[10]), net.time.nowNanos());
        net.pass(Duration.ofSeconds(4));
        Peer.Stream longOne = peer.unis.get(1);
        assertThat(longOne.reset).isEqualTo(-1);
        assertThat(longOne.finished).isTrue();
        assertThat(longOne.all()).hasSizeGreaterThan(40_000);
    }

    @Test
    void tellsOfWhatIsThereAsThePeerTakesIt() {
        for (int i = 0; i < 3000; i++) {
            origin.createBroadcast("x".repeat(100) + i);
        }
        Peer peer = subscriber(LinkSettings.quic(PROTOCOL).window(1024));
        peer.connection.stall(true);
        Peer.Stream announces = peer.bidi("01 02 0000");
        net.pass();
        assertThat(server.queuedBytes()).isLessThan(70_000);
        origin.createBroadcast("later");
        net.pass();
        peer.connection.stall(false);
        net.pass(Duration.ofSeconds(60));
        String heard = announces.heard();
        assertThat(heard).contains(Peer.text("x".repeat(100) + 2999), Peer.text("later"));
        assertThat(heard).as("3001 of 22").startsWith("03" + "16" + "4bb9");
    }

    private MemoryConnection server = MemoryConnection.pair(net.time, uniStreams(1))[1];

    /// A peer that may subscribe.
    private Peer subscriber(LinkSettings link) {
        MemoryConnection[] ends = MemoryConnection.pair(net.time, link);
        server = ends[1];
        net.server(origin, Grant.everything())
                .incoming(new MemoryIncoming(ends[1], List.of(link.protocol())));
        Peer peer = new Peer(ends[0]);
        net.time.run();
        peer.uni("01 01 00").finish();
        net.pass();
        return peer;
    }

    private static String subscribe(int id, String track, int priority) {
        String body =
                String.format(Locale.ROOT, "%02x", id)
                        + "0161"
                        + String.format(Locale.ROOT, "%02x", track.length())
                        + Peer.text(track)
                        + String.format(Locale.ROOT, "%02x", priority)
                        + "00 c00000ffffffffff 00 00";
        int length = body.replace(" ", "").length() / 2;
        return "02" + String.format(Locale.ROOT, "%02x", length) + body;
    }
}
