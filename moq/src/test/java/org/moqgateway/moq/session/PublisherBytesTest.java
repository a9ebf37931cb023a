package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.transport.PathStats;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.transport.memory.MemoryConnection;
import org.moqgateway.moq.transport.memory.MemoryIncoming;
import org.moqgateway.moq.wire.MoqVersion;

/// What a publisher says, byte by byte. The origin is number 22 (`16`).
class PublisherBytesTest {
    private static final String SETUP = "01 01 00"; // stream type, length, no parameters
    private static final byte[] HI = {'h', 'i'};

    private final Net net = new Net();
    private final Origin origin = net.origin(22);

    private Peer connect(MoqVersion version) {
        Peer peer = net.playClient(origin, LinkSettings.quic(version.id()));
        if (version.hasSetupStream()) {
            peer.uni(SETUP).finish();
        }
        net.pass();
        return peer;
    }

    @Test
    void lite05OpensWithSetup() {
        Peer peer = connect(MoqVersion.LITE_05);
        // type, length, 1 parameter: 5 (origin) of 1 byte, 22
        assertThat(peer.unis.getFirst().heard()).isEqualTo("0104" + "01050116");
        assertThat(peer.unis.getFirst().finished).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "LITE_03, 010100, '', 040101 6101, 040001 6100",
        "LITE_04, 01020000, '', 05010161 0116, 0400016100",
        "LITE_05, 01020000, 021600, 0401016100, 0400016100",
        // type START, length, suffix, hops, cost; type END, length, id
        "LITE_06_WIP, 010100, 021600, 0004 0161 00 00, 01 01 00"
    })
    void announcesAndTakesBack(
            MoqVersion version, String request, String ok, String active, String ended) {
        Peer peer = connect(version);
        Peer.Stream stream = peer.bidi(request);
        net.pass();
        assertThat(stream.heard()).isEqualTo(ok);
        BroadcastProducer broadcast = origin.createBroadcast("a");
        net.pass();
        assertThat(stream.heard()).isEqualTo(active.replace(" ", ""));
        broadcast.finish();
        net.pass();
        assertThat(stream.heard()).isEqualTo(ended.replace(" ", ""));
    }

    @Test
    void lite05CountsWhatIsThereAlready() {
        origin.createBroadcast("room/a");
        origin.createBroadcast("room/b");
        origin.createBroadcast("other");
        Peer peer = connect(MoqVersion.LITE_05);
        Peer.Stream stream = peer.bidi("01 06 04 " + Peer.text("room") + " 00");
        net.pass();
        assertThat(stream.heard()).isEqualTo("021602" + "04010161" + "00" + "04010162" + "00");
    }

    @ParameterizedTest
    @CsvSource({"LITE_03", "LITE_04"})
    void acceptsWithSubscribeOk(MoqVersion version) {
        TrackProducer track = origin.createBroadcast("a").createTrack(TrackInfo.live("v", 0));
        Peer peer = connect(version);
        // type; length; id 5, "a", "v", priority 9, ordered, latency 100 ms, from the newest on
        Peer.Stream stream = peer.bidi("02 0b 05 0161 0176 09 00 4064 00 00");
        net.pass();
        // type OK, length, priority, ordered, latency, start, end
        assertThat(stream.heard()).isEqualTo("0005" + "0900000000");
        GroupProducer group = track.appendGroup(net.time.nowNanos());
        group.write(new Frame(1_000, HI));
        net.pass();
        // type GROUP, length, id, sequence; length of the frame, payload
        assertThat(groupOf(peer).heard()).isEqualTo("00020500" + "02" + "6869");
        group.finish();
        track.finish();
        net.pass();
        assertThat(groupOf(peer).finished).isTrue();
        assertThat(stream.heard()).isEmpty();
        assertThat(stream.finished).isTrue();
    }

    private static Peer.Stream groupOf(Peer peer) {
        return peer.unis.getLast();
    }

    @Test
    void lite05NamesTheFirstGroupAndTheEnd() {
        TrackProducer track = origin.createBroadcast("a").createTrack(TrackInfo.live("v", 0));
        track.writeGroup(new Frame(1_000, HI), net.time.nowNanos());
        GroupProducer group = track.appendGroup(net.time.nowNanos());
        group.write(new Frame(2_000_000, HI));
        Peer peer = connect(MoqVersion.LITE_05);
        Peer.Stream stream = peer.bidi("02 0a 05 0161 0176 00 00 00 00 00");
        net.pass();
        // type START, length, group 1
        assertThat(stream.heard()).isEqualTo("000101");
        // the first delta counts from 0: 2000 ms, zigzag 4000
        assertThat(groupOf(peer).heard()).isEqualTo("00020501" + "4fa0" + "02" + "6869");
        group.write(new Frame(1_999_000, HI));
        net.pass();
        assertThat(groupOf(peer).heard()).isEqualTo("01" + "02" + "6869");
        group.finish();
        track.finish();
        net.pass();
        // type END, length, the number behind the last group
        assertThat(stream.heard()).isEqualTo("010102");
        assertThat(stream.finished).isTrue();
    }

    @Test
    void lite05EndsATrackThatNeverBegan() {
        TrackProducer track = origin.createBroadcast("a").createTrack(TrackInfo.live("v", 0));
        track.finish();
        Peer peer = connect(MoqVersion.LITE_05);
        Peer.Stream stream = peer.bidi("02 0a 05 0161 0176 00 00 00 00 00");
        net.pass();
        assertThat(stream.heard()).isEqualTo("010100");
        assertThat(stream.finished).isTrue();
    }

    @Test
    void lite05TellsWhatATrackIs() {
        origin.createBroadcast("a")
                .createTrack(new TrackInfo("v", 3, 90_000, Duration.ofSeconds(5), 1000));
        Peer peer = connect(MoqVersion.LITE_05);
        Peer.Stream stream = peer.bidi("06 04 0161 0176");
        net.pass();
        // length, priority, ordered, 5000 ms, 90000 units
        assertThat(stream.heard()).isEqualTo("08" + "03" + "00" + "5388" + "80015f90");
        assertThat(stream.finished).isTrue();
    }

    @Test
    void lite05GivesAGroupThatIsFetched() {
        TrackProducer track = origin.createBroadcast("a").createTrack(TrackInfo.live("v", 0));
        track.writeGroup(new Frame(1_000, HI), net.time.nowNanos());
        Peer peer = connect(MoqVersion.LITE_05);
        Peer.Stream stream = peer.bidi("03 06 0161 0176 00 00");
        Peer.Stream missing = peer.bidi("03 06 0161 0176 00 09");
        net.pass();
        assertThat(stream.heard()).isEqualTo("02" + "02" + "6869");
        assertThat(stream.finished).isTrue();
        assertThat(missing.reset).isEqualTo(0x33);
    }

    @Test
    void lite05SendsADatagramThatFits() {
        TrackProducer track = origin.createBroadcast("a").createTrack(TrackInfo.live("v", 0));
        Peer peer = connect(MoqVersion.LITE_05);
        peer.bidi("02 0a 05 0161 0176 00 00 00 00 00");
        net.pass();
        track.writeDatagram(7, new Frame(9_000, HI), net.time.nowNanos());
        net.pass();
        track.writeDatagram(8, new Frame(10_000, new byte[1200]), net.time.nowNanos());
        net.pass();
        assertThat(peer.datagrams).hasSize(1);
        // id, sequence, 9 ms, payload
        assertThat(peer.datagrams.getFirst()).isEqualTo(Peer.bytes("05 07 09 6869"));
    }

    @ParameterizedTest
    @CsvSource({"LITE_03, 04 800f4240", "LITE_04, 05 800f4240 14", "LITE_05, 05 800f4240 14"})
    void reportsThePath(MoqVersion version, String report) {
        LinkSettings link = LinkSettings.quic(version.id());
        MemoryConnection[] ends = MemoryConnection.pair(net.time, link);
        ends[1].pathStats(new PathStats(20_000_000, 1_000_000, 0, 0, 0));
        net.server(origin, Grant.everything())
                .incoming(new MemoryIncoming(ends[1], List.of(version.id())));
        Peer peer = new Peer(ends[0]);
        if (version.hasSetupStream()) {
            peer.uni(SETUP).finish();
        }
        Peer.Stream stream = peer.bidi("04");
        net.pass(Duration.ofSeconds(5));
        assertThat(stream.heard()).isEqualTo(report.replace(" ", ""));
        ends[1].pathStats(new PathStats(20_000_000, 1_100_000, 0, 0, 0));
        net.pass(Duration.ofSeconds(2));
        assertThat(stream.heard()).as("a tenth more is no news").isEmpty();
        ends[1].pathStats(new PathStats(20_000_000, 2_000_000, 0, 0, 0));
        net.pass(Duration.ofSeconds(2));
        assertThat(stream.heard()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = MoqVersion.class,
            names = {"LITE_04", "LITE_05"})
    void asksThePeerToGo(MoqVersion version) {
        MoqServer server = net.server(origin, Grant.everything());
        MemoryConnection[] ends = MemoryConnection.pair(net.time, LinkSettings.quic(version.id()));
        server.incoming(new MemoryIncoming(ends[1], List.of(version.id())));
        Peer peer = new Peer(ends[0]);
        if (version.hasSetupStream()) {
            peer.uni(SETUP).finish();
        }
        net.pass();
        server.goaway("https://b/");
        net.pass();
        // type GOAWAY, length, length of the URI, URI
        assertThat(peer.bidis.getLast().heard()).isEqualTo("050b0a" + Peer.text("https://b/"));
        assertThat(peer.bidis.getLast().finished).isTrue();
        assertThat(peer.closed).isNull();
        net.pass(Duration.ofSeconds(11));
        assertThat(peer.closeCode()).isEqualTo(0x10);
    }
}
