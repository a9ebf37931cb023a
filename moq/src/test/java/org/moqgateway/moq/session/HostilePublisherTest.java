package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.wire.MoqVersion;

/// Publishers that lie about lengths, never end or send what nobody asked for.
class HostilePublisherTest {
    private static final int FRAME_TOO_LARGE = 0x38;
    private static final int GROUP_TOO_LARGE = 0x32;

    private final Net net = new Net();
    private final Origin origin = net.origin(22);

    private record Subscribed(Peer peer, TrackConsumer reader) {}

    private Subscribed subscribe() {
        Peer peer = net.playClient(origin, LinkSettings.quic(MoqVersion.LITE_05.id()));
        peer.uni("01 01 00").finish();
        net.pass();
        peer.bidis.getFirst().say("02 07 01 04 01 0161 00");
        net.pass();
        TrackConsumer reader = origin.broadcast("a").orElseThrow().track("v").orElseThrow();
        net.pass();
        peer.bidis.get(1).say("06 01 00 5388 43e8").finish();
        net.pass();
        return new Subscribed(peer, reader);
    }

    private void goesOn(Subscribed subscribed) {
        assertThat(subscribed.peer.closed).isNull();
        subscribed.peer.uni("00 05 00 bfffffff 00 02 6869").finish();
        net.pass();
        List<Poll<Frame>> answers = new ArrayList<>();
        Poll<Frame> next = subscribed.reader.pollFrame();
        while (!(next instanceof Poll.Pending) && answers.size() < 100) {
            answers.add(next);
            next = subscribed.reader.pollFrame();
        }
        assertThat(answers).hasAtLeastOneElementOfType(Poll.Ready.class);
    }

    private void budget(int incompleteBytes) {
        SessionBudgets normal = SessionBudgets.defaults();
        net.limits(
                SessionLimits.defaults()
                        .withBudgets(
                                new SessionBudgets(
                                        incompleteBytes,
                                        normal.announceBytes(),
                                        normal.groupStreams(),
                                        normal.finishedBytes(),
                                        normal.updatesPerSecond(),
                                        normal.announcesPerSecond())));
    }

    /// Group streams that each declare a frame of 16 MiB, of which `bytes` come.
    private static List<Peer.Stream> liars(Peer peer, int count, int first, int bytes) {
        List<Peer.Stream> liars = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            Peer.Stream liar =
                    peer.uni("00 03 00 " + String.format("%04x", 0x4000 + i) + "00 81000000");
            Objects.requireNonNull(liar.out).write(new byte[bytes]);
            liars.add(liar);
        }
        return liars;
    }

    private static long stopped(List<Peer.Stream> streams) {
        return streams.stream().filter(stream -> stream.stopped == FRAME_TOO_LARGE).count();
    }

    @Test
    void keepsNoRoomForAFrameThatIsOnlyDeclared() {
        budget(1);
        Subscribed subscribed = subscribe();
        List<Peer.Stream> liars = liars(subscribed.peer, 1000, 1, 0);
        net.pass();
        assertThat(stopped(liars)).isZero();
        Objects.requireNonNull(liars.getFirst().out).write(new byte[1]);
        net.pass();
        assertThat(stopped(liars)).isEqualTo(1);
        liars.forEach(liar -> liar.giveUp(1));
        goesOn(subscribed);
    }

    @Test
    void boundsWhatHalfReceivedFramesHoldInAllStreams() {
        budget(1_000_000);
        Subscribed subscribed = subscribe();
        List<Peer.Stream> liars = liars(subscribed.peer, 100, 1, 20_000);
        net.pass();
        assertThat(stopped(liars)).as("40 000 bytes each").isBetween(70L, 80L);
        liars.forEach(liar -> liar.giveUp(1));
        goesOn(subscribed);
    }

    @Test
    void countsNoFrameThatWasGivenUp() {
        budget(1_000_000);
        Subscribed subscribed = subscribe();
        for (int round = 0; round < 10; round++) {
            List<Peer.Stream> liars = liars(subscribed.peer, 20, 1 + round * 20, 20_000);
            net.pass();
            assertThat(stopped(liars)).isZero();
            for (int i = 0; i < 20; i++) {
                if (i % 2 == 0) {
                    liars.get(i).giveUp(1);
                } else {
                    liars.get(i).finish();
                }
            }
            net.pass();
        }
        goesOn(subscribed);
    }

    @Test
    void stopsAFrameThatIsTooLarge() {
        Subscribed subscribed = subscribe();
        Peer.Stream liar = subscribed.peer.uni("00 02 00 01 00 c000010000000000");
        net.pass();
        assertThat(liar.stopped).isEqualTo(FRAME_TOO_LARGE);
        goesOn(subscribed);
    }

    @Test
    void stopsAGroupThatNeverEnds() {
        Subscribed subscribed = subscribe();
        Peer.Stream endless = subscribed.peer.uni("00 02 00 01");
        byte[] header = Peer.bytes("00 800f4240");
        byte[] whole = new byte[5 + 1_000_000];
        System.arraycopy(header, 0, whole, 0, header.length);
        for (int i = 0; i < 40 && endless.stopped < 0; i++) {
            Objects.requireNonNull(endless.out).write(whole);
            net.pass();
        }
        assertThat(endless.stopped).isEqualTo(GROUP_TOO_LARGE);
        assertThat(origin.pool().bytes()).isLessThan(40_000_000);
        goesOn(subscribed);
    }

    @Test
    void takesEachGroupOnce() {
        Subscribed subscribed = subscribe();
        subscribed.peer.uni("00 02 00 01 00 02 6869").finish();
        net.pass();
        Peer.Stream again = subscribed.peer.uni("00 02 00 01 00 02 6869");
        net.pass();
        assertThat(again.stopped).isNotEqualTo(-1);
        goesOn(subscribed);
    }

    @Test
    void stopsGroupStreamsBeyondTheBound() {
        net.limits(
                new SessionLimits(
                        100, 10, 10, 10, 10, 1 << 20, 20, 1000, SessionBudgets.defaults()));
        Subscribed subscribed = subscribe();
        List<Peer.Stream> open = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            open.add(subscribed.peer.uni("00 02 00 " + String.format("%02x", i)));
        }
        net.pass();
        assertThat(open.stream().filter(stream -> stream.stopped >= 0)).hasSize(10);
        open.forEach(Peer.Stream::finish);
        net.pass();
        goesOn(subscribed);
    }

    @Test
    void dropsAFrameThatWasCutOff() {
        Subscribed subscribed = subscribe();
        Peer.Stream cut = subscribed.peer.uni("00 02 00 01 00 05 6869");
        cut.finish();
        net.pass();
        goesOn(subscribed);
    }

    @Test
    void goesOnWhenAGroupIsReset() {
        Subscribed subscribed = subscribe();
        Peer.Stream old = subscribed.peer.uni("00 02 00 01 00 05 6869");
        net.pass();
        old.giveUp(0x34);
        net.pass();
        goesOn(subscribed);
    }

    @Test
    void forgetsAPeerThatGoesInTheMiddleOfEverything() {
        Subscribed subscribed = subscribe();
        subscribed.peer.uni("00 02 00 01 00 05 6869");
        subscribed.peer.bidi("02 0a");
        subscribed.peer.bidi("01 02 00 00");
        subscribed.peer.bidi("06 04 0161 0176");
        subscribed.peer.uni("00");
        net.pass();
        subscribed.peer.connection.close(0, "");
        net.pass(Duration.ofMinutes(1));
        assertThat(net.metrics.sessionsLive().values()).containsOnly(0L);
        assertThat(net.time.waiting()).isZero();
    }
}
