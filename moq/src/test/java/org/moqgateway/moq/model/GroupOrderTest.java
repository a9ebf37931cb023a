package org.moqgateway.moq.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Groups as a relay reads them: in the order of arrival.
class GroupOrderTest {
    private static final long MS = 1_000_000;

    private final BroadcastProducer broadcast = new Origin().createBroadcast("cam");
    private final TrackProducer track =
            broadcast.createTrack(new TrackInfo("t", 0, 1000, Duration.ofSeconds(30), 1L << 20));

    private TrackConsumer consumer() {
        return broadcast.consume().track("t").orElseThrow().maxLatencyUs(Long.MAX_VALUE);
    }

    private void arrive(long... sequences) {
        for (long sequence : sequences) {
            track.writeGroup(sequence, new Frame(sequence * 1_000, new byte[1]), 0);
        }
    }

    /// Numbers of the groups that are ready; skips as negative numbers.
    private static List<Long> drain(TrackConsumer consumer) {
        List<Long> read = new ArrayList<>();
        while (true) {
            switch (consumer.pollGroup()) {
                case Poll.Ready<GroupConsumer>(GroupConsumer group) -> read.add(group.sequence());
                case Poll.Skipped<GroupConsumer>(long groups) -> read.add(-groups);
                case Poll.Pending<GroupConsumer> _,
                        Poll.Finished<GroupConsumer> _,
                        Poll.Aborted<GroupConsumer> _ -> {
                    return read;
                }
            }
        }
    }

    @Test
    void givesGroupsInTheOrderOfArrival() {
        TrackConsumer consumer = consumer();
        arrive(5, 3, 7, 6, 6, 4);

        assertThat(drain(consumer)).containsExactly(5L, 3L, 7L, 6L, 4L);
        arrive(2, 8);
        assertThat(drain(consumer)).containsExactly(2L, 8L);
        track.finish();
        assertThat(consumer.pollGroup()).isInstanceOf(Poll.Finished.class);
    }

    @Test
    void beginsWithTheNewestAndGivesNothingBeforeIt() {
        arrive(5, 7, 6);
        TrackConsumer consumer = consumer();
        arrive(4, 8);

        assertThat(drain(consumer)).containsExactly(7L, 8L);
        assertThat(consumer.oldestSequence()).hasValue(4);
        assertThat(consumer.newestSequence()).hasValue(8);
    }

    @Test
    void beginsWhereItIsTold() {
        arrive(5, 8, 6);

        assertThat(drain(consumer().startAt(6))).containsExactly(8L, 6L);
        TrackConsumer later = consumer().startAt(9);
        assertThat(drain(later)).isEmpty();
        arrive(7, 10, 9);
        assertThat(drain(later)).containsExactly(10L, 9L);
    }

    @Test
    void aReaderOfFramesBeginsWhereItIsTold() {
        arrive(5, 6, 7);
        TrackConsumer old = consumer().startAt(6);
        TrackConsumer coming = consumer().startAt(9);
        assertThat(old.pollFrame()).isInstanceOf(Poll.Ready.class);
        assertThat(old.groupSequence()).isEqualTo(6);
        assertThat(coming.pollFrame()).isInstanceOf(Poll.Pending.class);
        arrive(8, 9);

        assertThat(coming.pollFrame()).isInstanceOf(Poll.Ready.class);
        assertThat(coming.groupSequence()).isEqualTo(9);
    }

    @Test
    void findsItsPlaceWhenWhatItPassedWasEvicted() {
        TrackProducer small =
                broadcast.createTrack(new TrackInfo("s", 0, 1000, Duration.ofDays(1), 1000));
        TrackConsumer consumer =
                broadcast.consume().track("s").orElseThrow().maxLatencyUs(Long.MAX_VALUE);
        TrackConsumer frames = broadcast.consume().track("s").orElseThrow().startAt(30);
        for (int i = 0; i < 20; i++) {
            small.writeGroup(new Frame(i, new byte[1]), 0);
            if (i == 2) {
                assertThat(drain(consumer)).containsExactly(-1L, 1L, 2L);
                assertThat(frames.pollFrame()).isInstanceOf(Poll.Pending.class);
            }
        }

        assertThat(drain(consumer)).containsExactly(-15L, 18L, 19L);
        assertThat(frames.pollFrame()).isInstanceOf(Poll.Pending.class);
    }

    @Test
    void passesOverGroupsThatAreTooFarBehindByTheirTime() {
        TrackConsumer consumer = consumer().maxLatencyUs(3_000);
        arrive(10, 9, 7, 6, 5);

        assertThat(drain(consumer)).containsExactly(10L, 9L, 7L, -2L);
    }

    @Test
    void passesOverGroupsThatAreTooFarBehindByTheirArrival() {
        TrackConsumer consumer = consumer().maxLatencyUs(500_000);
        track.createGroup(1, 0);
        track.createGroup(2, 400 * MS);
        track.createGroup(3, 600 * MS);

        assertThat(drain(consumer)).containsExactly(-1L, 2L, 3L);
    }

    @Test
    void saysThatAGroupIsBehindWhileItIsRead() {
        TrackConsumer consumer = consumer();
        arrive(1);
        if (!(consumer.pollGroup() instanceof Poll.Ready<GroupConsumer>(GroupConsumer group))) {
            throw new AssertionError("no group");
        }
        assertThat(group.behind(0)).isFalse();
        arrive(3);

        assertThat(group.behind(0)).isTrue();
        assertThat(group.behind(2_000)).isFalse();
        assertThat(group.behind(1_999)).isTrue();
    }

    @Test
    void aGroupOfOneFrameIsFoundWhole() {
        TrackConsumer consumer = consumer();
        AtomicInteger wakeups = new AtomicInteger();
        consumer.onAvailable(wakeups::incrementAndGet);
        drain(consumer);
        assertThat(track.writeDatagram(4, new Frame(0, new byte[1]), 0)).isTrue();
        assertThat(track.writeDatagram(4, new Frame(0, new byte[1]), 0)).isFalse();

        assertThat(wakeups).hasValue(1);
        if (!(consumer.pollGroup() instanceof Poll.Ready<GroupConsumer>(GroupConsumer group))) {
            throw new AssertionError("no group");
        }
        assertThat(group.datagram()).isTrue();
        assertThat(group.poll()).isInstanceOf(Poll.Ready.class);
        assertThat(group.poll()).isInstanceOf(Poll.Finished.class);
        track.writeGroup(new Frame(0, new byte[1]), 0);
        if (!(consumer.pollGroup() instanceof Poll.Ready<GroupConsumer>(GroupConsumer next))) {
            throw new AssertionError("no group");
        }
        assertThat(next.datagram()).isFalse();
        assertThat(next.sequence()).isEqualTo(5);
    }

    @Test
    void refusesAGroupOfOneFrameThatIsTooLarge() {
        assertThat(track.writeGroup(new Frame(0, new byte[1 << 20]), 0)).isFalse();
        assertThat(track.cachedBytes()).isZero();
    }

    @Test
    void aFrameKeepsTheHeaderThatSomebodyMade() {
        Frame frame = new Frame(5, new byte[3]);
        assertThat(frame.header()).isNull();
        byte[] header = {1, 2};
        frame.header(header);

        assertThat(frame.header()).isSameAs(header);
    }
}
