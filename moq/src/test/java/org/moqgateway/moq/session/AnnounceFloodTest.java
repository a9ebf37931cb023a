package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.moq.model.GroupFetch;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.wire.MoqVersion;

/// Peers that announce too much, too often or what nobody can be told of.
class AnnounceFloodTest {
    private static final int VIOLATION = 3;
    private static final int MALFORMED = 0x12;

    private final Net net = new Net();
    private final Origin origin = net.origin(22);

    /// A peer of lite-05 that has answered the request for announcements.
    private Peer publisher() {
        Peer peer = net.playClient(origin, LinkSettings.quic(MoqVersion.LITE_05.id()));
        peer.uni("01 01 00").finish();
        net.pass();
        peer.bidis.getFirst().say("02 07 00");
        net.pass();
        return peer;
    }

    private static void announce(Peer peer, String path) {
        peer.bidis.getFirst().say(announcement("01", path));
    }

    private static void unannounce(Peer peer, String path) {
        peer.bidis.getFirst().say(announcement("00", path));
    }

    private static String announcement(String status, String path) {
        String suffix = number(path.length()) + Peer.text(path);
        return number(1 + suffix.length() / 2 + 1) + status + suffix + "00";
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%04x", 0x4000 + value);
    }

    private void budgets(int announceBytes, int announcesPerSecond) {
        SessionBudgets normal = SessionBudgets.defaults();
        net.limits(
                new SessionLimits(
                        10_000,
                        10,
                        8,
                        10,
                        10,
                        1 << 20,
                        10,
                        10,
                        new SessionBudgets(
                                normal.incompleteBytes(),
                                announceBytes,
                                normal.groupStreams(),
                                normal.finishedBytes(),
                                normal.updatesPerSecond(),
                                announcesPerSecond)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000", "\u007f", "a/\rb"})
    void takesNoPathThatCouldPassForAnotherInAList(String path) {
        Peer peer = publisher();
        announce(peer, path);
        announce(peer, "good");
        net.pass();
        assertThat(origin.announced()).containsExactly("good");
        unannounce(peer, path);
        unannounce(peer, "good");
        net.pass();
        assertThat(origin.announced()).isEmpty();
        assertThat(peer.closed).isNull();
        net.pass(Duration.ofSeconds(1));
        assertThat(net.metrics.value(Counter.ANNOUNCES_REFUSED)).isEqualTo(1);
    }

    @Test
    void endsTheSessionForAPathThatIsTooLong() {
        Peer peer = publisher();
        announce(peer, "a".repeat(1024));
        net.pass();
        assertThat(origin.announced()).hasSize(1);
        announce(peer, "a".repeat(1025));
        net.pass();
        assertThat(peer.closeCode()).isEqualTo(VIOLATION);
    }

    @Test
    void resetsARequestWithANameThatIsTooLong() {
        Peer peer = publisher();
        String name = number(1025) + "61".repeat(1025);
        Peer.Stream track = peer.bidi("06" + number(2 + 1027) + "0161" + name);
        Peer.Stream path = peer.bidi("06" + number(1027 + 2) + name + "0161");
        net.pass();
        assertThat(track.reset).isEqualTo(MALFORMED);
        assertThat(path.reset).isEqualTo(MALFORMED);
        assertThat(peer.closed).isNull();
    }

    @Test
    void tellsNobodyOfAPathThatPeersRefuse() {
        Peer peer = publisher();
        Peer.Stream announces = peer.bidi("01 02 0000");
        net.pass();
        announces.heard();
        origin.createBroadcast("a".repeat(1025));
        origin.createBroadcast("a\nb");
        net.pass();
        assertThat(announces.heard()).isEmpty();
    }

    @Test
    void takesNoAnnouncementsBeyondTheirMemory() {
        budgets(10_000, 1000);
        Peer other = publisher();
        announce(other, "other");
        Peer peer = publisher();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20; i++) {
                announce(peer, i + "a".repeat(900));
            }
            net.pass();
            assertThat(origin.announced()).hasSize(1 + 10);
            for (int i = 0; i < 20; i++) {
                unannounce(peer, i + "a".repeat(900));
            }
            net.pass();
            assertThat(origin.announced()).containsExactly("other");
        }
        assertThat(peer.closed).isNull();
    }

    @Test
    void endsTheSessionOfAPeerThatFlaps() {
        budgets(1 << 20, 10);
        Peer steady = publisher();
        Peer peer = publisher();
        for (int i = 0; i < 100; i++) {
            announce(steady, "steady");
            unannounce(steady, "steady");
            announce(peer, "flap");
            unannounce(peer, "flap");
            net.pass(Duration.ofMillis(250));
        }
        assertThat(steady.closed).as("8 a second").isNull();
        assertThat(peer.closed).as("8 a second").isNull();
        for (int i = 0; i < 150; i++) {
            announce(peer, "flap");
            unannounce(peer, "flap");
        }
        net.pass();
        assertThat(peer.closeCode()).isEqualTo(VIOLATION);
        assertThat(steady.closed).isNull();
    }

    @Test
    void keepsNoneOfManyBroadcastsForAPeerThatLeaves() {
        Peer few = publisher();
        announce(few, "few");
        Peer many = publisher();
        for (int i = 0; i < 1001; i++) {
            announce(many, "many" + i);
        }
        net.pass();
        assertThat(origin.announced()).hasSize(1002);
        few.connection.close(0, "");
        many.connection.close(0, "");
        net.pass();
        assertThat(origin.announced()).containsExactly("few");
    }

    @Test
    void asksAgainWhatATrackIsWhenItsBroadcastIsAnotherOne() {
        Peer peer = publisher();
        announce(peer, "a");
        net.pass();
        GroupFetch first = origin.broadcast("a").orElseThrow().group("v", 5, 3);
        first.poll();
        net.pass();
        assertThat(peer.bidis.get(1).heard()).startsWith("06");
        peer.bidis.get(1).say("06 01 00 5388 43e8").finish();
        net.pass();
        assertThat(peer.bidis.get(2).heard()).startsWith("03");
        unannounce(peer, "a");
        announce(peer, "a");
        net.pass();
        GroupFetch second = origin.broadcast("a").orElseThrow().group("v", 5, 3);
        second.poll();
        net.pass();
        assertThat(peer.bidis.get(3).heard()).as("TRACK, not FETCH").startsWith("06");
    }
}
