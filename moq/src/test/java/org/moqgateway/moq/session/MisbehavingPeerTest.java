package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.wire.MoqVersion;

/// What each violation costs: the stream, or the session.
class MisbehavingPeerTest {
    private static final String SETUP = "01 01 00";
    private static final MoqVersion V3 = MoqVersion.LITE_03;
    private static final MoqVersion V4 = MoqVersion.LITE_04;
    private static final MoqVersion V5 = MoqVersion.LITE_05;
    private static final int VIOLATION = 3;

    private final Net net = new Net();
    private final Origin origin = net.origin(22);

    private Peer connect(LinkSettings link) {
        Peer peer = net.playClient(origin, link);
        if (link.protocol().equals(V5.id())) {
            peer.uni(SETUP).finish();
        }
        net.pass();
        return peer;
    }

    static Stream<Arguments> streamsThatAreReset() {
        return Stream.of(
                Arguments.of("unknown type", V5, "3f 01 00", 0x0),
                Arguments.of("a type of lite-01", V5, "00", 0x0),
                Arguments.of("FETCH before lite-05", V4, "03 06 0161 0176 00 00", 0x0),
                Arguments.of("TRACK before lite-05", V3, "06 04 0161 0176", 0x0),
                Arguments.of("GOAWAY before lite-04", V3, "05 01 00", 0x0),
                Arguments.of("text that ends too late", V5, "06 04 0961 0176", 0x12),
                Arguments.of("text that is not UTF-8", V5, "06 04 01ff 0176", 0x12),
                Arguments.of("bytes behind the last field", V5, "06 05 0161 0176 00", 0x12),
                Arguments.of("a message of 1 GiB", V5, "02 c000000040000000 00", 0x12),
                Arguments.of("bytes behind TRACK", V5, "06 04 0161 0176 00", 0x12),
                Arguments.of("a second message of ANNOUNCE", V5, "01 02 0000 02 0000", 0x12),
                Arguments.of("a track of nobody", V5, "06 04 0178 0176", 0x33),
                Arguments.of("a group of nobody", V5, "03 06 0178 0176 00 00", 0x33),
                Arguments.of(
                        "a subscription to nobody", V3, "02 0a 0001780176 00 00 00 00 00", 0x33),
                Arguments.of("a malformed GOAWAY", V5, "05 02 0561", 0x12));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streamsThatAreReset")
    void resetsTheStreamAndGoesOn(String name, MoqVersion version, String bytes, long code) {
        origin.createBroadcast("a").createTrack(TrackInfo.live("v", 0));
        Peer peer = connect(LinkSettings.quic(version.id()));
        Peer.Stream stream = peer.bidi(bytes);
        net.pass();
        assertThat(stream.reset).as(name).isEqualTo(code);
        assertThat(stream.stopped).as(name).isEqualTo(code);
        survives(peer, version);
    }

    private void survives(Peer peer, MoqVersion version) {
        assertThat(peer.closed).isNull();
        Peer.Stream announce = peer.bidi(version.hasExcludeHop() ? "01 02 0000" : "01 01 00");
        net.pass();
        assertThat(announce.reset).isEqualTo(-1);
        origin.createBroadcast("proof");
        net.pass();
        assertThat(announce.heard()).contains(Peer.text("proof"));
    }

    static Stream<Arguments> streamsThatAreStopped() {
        return Stream.of(
                Arguments.of("unknown type", V5, "3f 01 00", 0x0),
                Arguments.of("SETUP before lite-05", V4, SETUP, 0x0),
                Arguments.of("a group of no subscription", V5, "00 02 0700 00", 0x1),
                Arguments.of("a group with a long header", V3, "00 3f 0700 00 00 00", 0x12));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streamsThatAreStopped")
    void stopsTheStreamAndGoesOn(String name, MoqVersion version, String bytes, long code) {
        Peer peer = connect(LinkSettings.quic(version.id()));
        Peer.Stream stream = peer.uni(bytes);
        net.pass();
        assertThat(stream.stopped).as(name).isEqualTo(code);
        survives(peer, version);
    }

    static Stream<Arguments> violationsOnUnis() {
        return Stream.of(
                Arguments.of("a second SETUP", SETUP),
                Arguments.of("a parameter that comes twice", "01 07 02 050101 050101"),
                Arguments.of("a message of 1 GiB", "01 c000000040000000"),
                Arguments.of("two messages in a setup stream", SETUP + "01 00"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violationsOnUnis")
    void endsTheSessionForItsSetup(String name, String bytes) {
        Peer peer = net.playClient(origin, LinkSettings.quic(V5.id()));
        if (name.equals("a second SETUP")) {
            peer.uni(SETUP).finish();
        }
        peer.uni(bytes).finish();
        net.pass();
        assertThat(peer.closeCode()).as(name).isEqualTo(VIOLATION);
    }

    @Test
    void endsTheSessionForAPathWhereTheBindingHasOne() {
        Peer peer =
                net.playClient(
                        origin, LinkSettings.quic(V5.id()).as(TransportKind.WEBTRANSPORT, "/anon"));
        peer.uni("01 05 01 02 02 2f61").finish();
        net.pass();
        assertThat(peer.closeCode()).isEqualTo(VIOLATION);
    }

    @Test
    void endsTheSessionWithoutSetup() {
        Peer peer = net.playClient(origin, LinkSettings.quic(V5.id()));
        net.pass(Duration.ofSeconds(9));
        assertThat(peer.closed).isNull();
        net.pass(Duration.ofSeconds(2));
        assertThat(peer.closeCode()).isEqualTo(0x11);
    }

    @Test
    void endsTheSessionForASecondGoaway() {
        Peer peer = connect(LinkSettings.quic(V5.id()));
        peer.bidi("05 01 00").finish();
        net.pass();
        survives(peer, V5);
        peer.bidi("05 01 00").finish();
        net.pass();
        assertThat(peer.closeCode()).isEqualTo(VIOLATION);
    }

    @Test
    void endsTheSessionForABroadcastThatIsAnnouncedTwice() {
        Peer peer = connect(LinkSettings.quic(V4.id()));
        Peer.Stream announce = peer.bidis.getFirst();
        announce.say("05 01 0161 01 07");
        net.pass();
        assertThat(origin.announced()).containsExactly("a");
        announce.say("05 01 0161 01 07");
        net.pass();
        assertThat(peer.closeCode()).isEqualTo(VIOLATION);
    }

    @Test
    void endsTheSessionForMalformedAnnouncements() {
        for (String bytes :
                List.of(
                        "021000" + "0409016100", // unknown status
                        "021000" + "0501016121" + "00", // 33 hops
                        "021000" + "06010161020707", // a hop twice
                        "021000" + "0401096100")) { // a path that ends too late
            Peer peer = connect(LinkSettings.quic(V5.id()));
            peer.bidis.getFirst().say(bytes);
            net.pass();
            assertThat(peer.closeCode()).as(bytes).isEqualTo(VIOLATION);
        }
    }

    @Test
    void takesNoMoreThanSoManyAnnouncements() {
        net.limits(
                new SessionLimits(
                        100, 10, 10, 10, 10, 1 << 20, 10, 1000, SessionBudgets.defaults()));
        Peer peer = connect(LinkSettings.quic(V5.id()));
        Peer.Stream announce = peer.bidis.getFirst();
        announce.say("021000");
        for (int i = 0; i < 100; i++) {
            announce.say("0501 02" + Peer.text(String.format("%02d", i)) + "00");
        }
        net.pass();
        assertThat(peer.closed).isNull();
        assertThat(origin.announced()).hasSize(100);
        announce.say("0401 017a 00");
        net.pass();
        assertThat(origin.announced()).hasSize(100).doesNotContain("z");
        announce.say("0400 017a 00" + "0500 02" + Peer.text("00") + "00" + "0401 0179 00");
        net.pass();
        assertThat(origin.announced()).hasSize(100).contains("y").doesNotContain("00");
        survives(peer, V5);
        peer.connection.close(0, "");
        net.pass(Duration.ofSeconds(30));
        assertThat(net.metrics.sessionsLive().values()).containsOnly(0L);
        assertThat(net.metrics.value(SessionMetrics.Counter.ANNOUNCES_REFUSED)).isEqualTo(1);
    }

    @Test
    void resetsWhatIsBeyondTheBounds() {
        net.limits(
                new SessionLimits(100, 3, 2, 4, 10, 1 << 20, 10, 1000, SessionBudgets.defaults()));
        origin.createBroadcast("a").createTrack(TrackInfo.live("v", 0));
        Peer peer = connect(LinkSettings.quic(V5.id()));
        assertThat(refusedOf(peer, 5, "02 0a 05 0161 0176 00 00 00 00 00")).isEqualTo(2);
        assertThat(refusedOf(peer, 5, "04")).isEqualTo(5); // nothing to report
        assertThat(refusedOf(peer, 5, "06 04 0161 0176")).isEqualTo(2);
        assertThat(refusedOf(peer, 5, "01 02 00 00")).isEqualTo(3);
        assertThat(peer.closed).isNull();
    }

    private long refusedOf(Peer peer, int count, String bytes) {
        List<Peer.Stream> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            streams.add(peer.bidi(bytes));
        }
        net.pass();
        return streams.stream().filter(stream -> stream.reset >= 0).count();
    }

    @Test
    void endsTheSessionForAStormOfResets() {
        net.limits(
                new SessionLimits(
                        100, 100, 100, 100, 10, 1 << 20, 10, 10, SessionBudgets.defaults()));
        Peer peer = connect(LinkSettings.quic(V5.id()));
        for (int i = 0; i < 90; i++) {
            peer.bidi("02 0a").giveUp(0);
        }
        net.pass();
        assertThat(peer.closed).isNull();
        for (int i = 0; i < 20; i++) {
            peer.uni("00").giveUp(0);
        }
        net.pass();
        assertThat(peer.closeCode()).isEqualTo(VIOLATION);
    }
}
