package org.moqgateway.moq.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TrackTest {
    private static final long SECOND = 1_000_000_000;

    private final Origin origin = new Origin();
    private final BroadcastProducer broadcast = origin.createBroadcast("live/cam0");

    private TrackProducer track(Duration maxAge, long maxBytes) {
        return broadcast.createTrack(
                new TrackInfo("video", 60, TrackInfo.MICROSECONDS, maxAge, maxBytes));
    }

    private TrackProducer track() {
        return track(Duration.ofSeconds(30), 1 << 20);
    }

    private TrackConsumer consumer() {
        return broadcast.consume().track("video").orElseThrow().maxLatencyUs(Long.MAX_VALUE);
    }

    private static Frame frame(long timestampUs) {
        return new Frame(timestampUs, new byte[10]);
    }

    /// Timestamps of everything ready; the last answer is appended by its name.
    private static List<String> drain(TrackConsumer consumer) {
        List<String> read = new ArrayList<>();
        while (true) {
            switch (consumer.pollFrame()) {
                case Poll.Ready<Frame>(Frame frame) -> read.add("" + frame.timestampUs());
                case Poll.Skipped<Frame>(long groups) -> read.add("skipped " + groups);
                case Poll.Pending<Frame> _ -> {
                    read.add("pending");
                    return read;
                }
                case Poll.Finished<Frame> _ -> {
                    read.add("finished");
                    return read;
                }
                case Poll.Aborted<Frame>(AbortReason reason) -> {
                    read.add("aborted " + reason.text());
                    return read;
                }
            }
        }
    }

    private static GroupProducer group(TrackProducer track, long nowNanos, long... timestampsUs) {
        GroupProducer group = track.appendGroup(nowNanos);
        for (long timestampUs : timestampsUs) {
            assertThat(group.write(frame(timestampUs))).isTrue();
        }
        return group;
    }

    @Test
    void readsFramesInOrderAcrossGroups() {
        TrackProducer track = track();
        TrackConsumer consumer = consumer();
        group(track, 0, 0, 33).finish();
        group(track, 0, 66, 99).finish();
        track.finish();

        assertThat(drain(consumer)).containsExactly("0", "33", "66", "99", "finished");
        assertThat(consumer.groupSequence()).isEqualTo(1);
        assertThat(consumer.frameIndex()).isEqualTo(1);
    }

    @Test
    void startsAtTheFirstFrameOfTheNewestGroup() {
        TrackProducer track = track();
        group(track, 0, 0, 33).finish();
        group(track, 0, 66, 99);

        assertThat(drain(consumer())).containsExactly("66", "99", "pending");
    }

    @Test
    void givesAllConsumersTheSameFrame() {
        TrackProducer track = track();
        group(track, 0, 0);

        Poll<Frame> first = consumer().pollFrame();
        assertThat(consumer().pollFrame()).isSameAs(first);
    }

    @Test
    void skipsToTheNewestGroupWhenItsOwnWasEvictedByAge() {
        TrackProducer track = track(Duration.ofSeconds(2), 1 << 20);
        TrackConsumer consumer = consumer();
        group(track, 0, 0, 1).finish();
        assertThat(consumer.pollFrame()).isInstanceOf(Poll.Ready.class);
        for (int second = 1; second <= 5; second++) {
            group(track, second * SECOND, second * 1_000_000L).finish();
        }

        assertThat(drain(consumer)).containsExactly("skipped 5", "5000000", "pending");
    }

    @Test
    void countsOnlyGroupsThatWereNotWhollyRead() {
        TrackProducer track = track(Duration.ofSeconds(2), 1 << 20);
        TrackConsumer consumer = consumer();
        group(track, 0, 0).finish();
        assertThat(drain(consumer)).containsExactly("0", "pending");
        for (int second = 1; second <= 5; second++) {
            group(track, second * SECOND, second * 1_000_000L).finish();
        }

        assertThat(drain(consumer)).containsExactly("skipped 4", "5000000", "pending");
    }

    @Test
    void boundsTheCacheByBytesAndKeepsTheNewestGroup() {
        TrackProducer track = track(Duration.ofDays(1), 1000);
        for (int i = 0; i < 100; i++) {
            group(track, 0, i).finish();
            assertThat(track.cachedBytes()).isLessThanOrEqualTo(1000);
        }
        assertThat(drain(consumer())).containsExactly("99", "pending");
    }

    @Test
    void measuresAgeFromTheMomentAGroupWasSuperseded() {
        TrackProducer track = track(Duration.ofSeconds(1), 1 << 20);
        TrackConsumer consumer = consumer();
        group(track, 0, 0, 1).finish();
        group(track, 10 * SECOND, 2).finish();
        group(track, 11 * SECOND, 3).finish();

        assertThat(drain(consumer)).containsExactly("0", "1", "2", "3", "pending");
    }

    @Test
    void refusesAFrameThatMakesAGroupLargerThanTheCache() {
        TrackProducer track = track(Duration.ofSeconds(1), 1000);
        GroupProducer group = track.appendGroup(0);

        assertThat(group.write(new Frame(0, new byte[600]))).isTrue();
        assertThat(group.write(new Frame(1, new byte[600]))).isFalse();
        assertThat(group.frames()).isEqualTo(1);
    }

    @Test
    void skipsWhenTheNewestGroupBeginsTooFarAhead() {
        TrackProducer track = track();
        TrackConsumer consumer = consumer().maxLatencyUs(500_000);
        group(track, 0, 0, 100_000).finish();
        group(track, 0, 400_000).finish();
        assertThat(consumer.pollFrame()).isInstanceOf(Poll.Ready.class);
        group(track, 0, 700_000).finish();

        assertThat(drain(consumer)).containsExactly("skipped 2", "700000", "pending");
    }

    @Test
    void takesNoPauseOfThePublisherForLateness() {
        TrackProducer track = track();
        TrackConsumer consumer = consumer().maxLatencyUs(500_000);
        group(track, 0, 0).finish();
        assertThat(drain(consumer)).containsExactly("0", "pending");
        group(track, 0, 9_000_000).finish();
        group(track, 0, 9_020_000).finish();

        assertThat(drain(consumer)).containsExactly("9000000", "9020000", "pending");
    }

    @Test
    void leavesAGroupForTheNextWhenNoLatencyIsAllowed() {
        TrackProducer track = track();
        TrackConsumer consumer = consumer().maxLatencyUs(0);
        group(track, 0, 0, 33).finish();
        GroupProducer next = track.appendGroup(0);
        assertThat(consumer.pollFrame()).isInstanceOf(Poll.Ready.class);
        next.write(frame(66));

        assertThat(drain(consumer)).containsExactly("skipped 1", "66", "pending");
    }

    @Test
    void goesOnWithTheNextGroupWhenOneIsAborted() {
        TrackProducer track = track();
        TrackConsumer consumer = consumer();
        group(track, 0, 0).abort(AbortReason.CANCELLED);
        group(track, 0, 66);

        assertThat(drain(consumer)).containsExactly("0", "66", "pending");
    }

    @Test
    void tellsTheReasonOfAnAbortAtOnce() {
        TrackProducer track = track();
        TrackConsumer consumer = consumer();
        GroupProducer group = group(track, 0, 0);
        track.abort(AbortReason.application(7, "camera unplugged"));
        track.abort(AbortReason.CLOSED);

        assertThat(consumer.pollFrame())
                .isEqualTo(new Poll.Aborted<Frame>(new AbortReason(71, "camera unplugged")));
        assertThat(group.write(frame(33))).isFalse();
        assertThat(track.appendGroup(0).write(frame(66))).isFalse();
        assertThat(group.ending()).isEqualTo(track.ending());
    }

    @Test
    void putsLateGroupsInTheirPlace() {
        TrackProducer track = track();
        TrackConsumer consumer = consumer();
        track.createGroup(3, 0).finish();
        write(track.createGroup(7, 0), 7);
        write(track.createGroup(5, 0), 5);
        write(track.createGroup(6, 0), 6);

        write(track.createGroup(2, 0), 2);
        assertThat(track.createGroup(5, 0).ending())
                .contains(new Ending.Aborted(AbortReason.DUPLICATE));
        assertThat(track.createGroup(7, 0).ending())
                .contains(new Ending.Aborted(AbortReason.DUPLICATE));
        assertThat(track.appendGroup(0).sequence()).isEqualTo(8);
        assertThat(drain(consumer)).containsExactly("2", "5", "6", "7", "pending");
    }

    @Test
    void waitsForAGroupThatWasOvertaken() {
        TrackProducer track = track();
        TrackConsumer consumer = consumer().reorderUs(50);
        write(track.createGroup(1, 0), 10);
        assertThat(drain(consumer)).containsExactly("10", "pending");
        write(track.createGroup(3, 0), 30);
        assertThat(drain(consumer)).containsExactly("pending");
        write(track.createGroup(2, 0), 20);
        assertThat(drain(consumer)).containsExactly("20", "30", "pending");
        write(track.createGroup(5, 0), 50);
        write(track.createGroup(6, 0), 80);
        assertThat(drain(consumer)).containsExactly("pending");
        write(track.createGroup(7, 0), 81);
        assertThat(drain(consumer)).containsExactly("50", "80", "81", "pending");
        write(track.createGroup(9, 0), 90);
        track.finish();
        assertThat(drain(consumer)).containsExactly("90", "finished");
    }

    @Test
    void refusesGroupsOlderThanWhatTheCacheLetGo() {
        TrackProducer track = track(Duration.ofSeconds(30), 1100);
        for (int i : new int[] {1, 5, 7, 8}) {
            write(track.createGroup(i, 0), i);
        }

        for (int i : new int[] {0, 1}) {
            assertThat(track.createGroup(i, 0).ending())
                    .contains(new Ending.Aborted(AbortReason.OLD));
        }
        assertThat(track.createGroup(6, 0).ending()).isEmpty();
    }

    private static void write(GroupProducer group, long timestampUs) {
        group.write(frame(timestampUs));
        group.finish();
    }

    @Test
    void givesEachGroupOnceAndReadsItOnItsOwn() {
        TrackProducer track = track();
        TrackConsumer consumer = consumer();
        group(track, 0, 0, 33).finish();
        GroupConsumer first = ready(consumer.pollGroup());
        GroupProducer second = group(track, 0, 66);
        assertThat(ready(consumer.pollGroup()).sequence()).isEqualTo(1);
        assertThat(consumer.pollGroup()).isInstanceOf(Poll.Pending.class);

        assertThat(ready(first.poll()).timestampUs()).isZero();
        assertThat(ready(first.poll()).timestampUs()).isEqualTo(33);
        assertThat(first.poll()).isInstanceOf(Poll.Finished.class);

        second.abort(AbortReason.TIMEOUT);
        track.finish();
        assertThat(consumer.pollGroup()).isInstanceOf(Poll.Finished.class);
    }

    @Test
    void tellsAGroupConsumerThatItsGroupWasEvicted() {
        TrackProducer track = track(Duration.ofSeconds(1), 1000);
        TrackConsumer consumer = consumer();
        group(track, 0, 0).finish();
        GroupConsumer first = ready(consumer.pollGroup());
        for (int i = 1; i < 10; i++) {
            group(track, 0, i).finish();
        }

        assertThat(first.poll()).isEqualTo(new Poll.Aborted<Frame>(AbortReason.EVICTED));
        assertThat(consumer.pollGroup()).isEqualTo(new Poll.Skipped<GroupConsumer>(7));
        assertThat(ready(consumer.pollGroup()).sequence()).isEqualTo(8);
        assertThat(ready(consumer.pollGroup()).sequence()).isEqualTo(9);
    }

    private static <T> T ready(Poll<T> poll) {
        if (poll instanceof Poll.Ready<T>(T value)) {
            return value;
        }
        throw new AssertionError("not ready: " + poll);
    }

    @Test
    void wakesOnceForEachPendingAnswer() {
        TrackProducer track = track();
        TrackConsumer consumer = consumer();
        AtomicInteger wakeups = new AtomicInteger();
        consumer.onAvailable(wakeups::incrementAndGet);
        GroupProducer group = track.appendGroup(0);
        group.write(frame(0));
        assertThat(wakeups).hasValue(0);

        drain(consumer);
        group.write(frame(33));
        group.write(frame(66));
        assertThat(wakeups).hasValue(1);

        drain(consumer);
        track.finish();
        assertThat(wakeups).hasValue(2);
    }

    @Test
    void wakesAReaderOfGroupsForGroupsOnly() {
        TrackProducer track = track();
        TrackConsumer consumer = consumer();
        AtomicInteger wakeups = new AtomicInteger();
        consumer.onAvailable(wakeups::incrementAndGet);
        consumer.pollGroup();
        GroupProducer group = track.appendGroup(0);
        assertThat(wakeups).hasValue(1);

        GroupConsumer reader = ready(consumer.pollGroup());
        AtomicInteger groupWakeups = new AtomicInteger();
        reader.onAvailable(groupWakeups::incrementAndGet);
        consumer.pollGroup();
        reader.poll();
        group.write(frame(0));
        assertThat(wakeups).hasValue(1);
        assertThat(groupWakeups).hasValue(1);
        reader.poll();
        reader.poll();
        group.finish();
        assertThat(groupWakeups).hasValue(2);
        reader.close();
        assertThat(reader.poll()).isInstanceOf(Poll.Finished.class);
    }

    @Test
    void tellsReadersOfOpenGroupsThatTheTrackEnded() {
        TrackProducer track = track();
        TrackConsumer consumer = consumer();
        group(track, 0, 0);
        GroupConsumer older = ready(consumer.pollGroup());
        GroupProducer open = group(track, 0, 33);
        GroupConsumer newer = ready(consumer.pollGroup());
        AtomicInteger wakeups = new AtomicInteger();
        for (GroupConsumer reader : List.of(older, newer)) {
            reader.onAvailable(wakeups::incrementAndGet);
            assertThat(ready(reader.poll())).isNotNull();
            assertThat(reader.poll()).isInstanceOf(Poll.Pending.class);
        }
        track.finish();

        assertThat(wakeups).hasValue(2);
        assertThat(older.poll()).isInstanceOf(Poll.Finished.class);
        assertThat(newer.poll()).isInstanceOf(Poll.Finished.class);
        assertThat(open.ending()).contains(Ending.FINISHED);
        assertThat(open.write(frame(66))).isFalse();
    }

    @Test
    void keepsServingOthersWhenOneWakeupThrows() {
        TrackProducer track = track();
        TrackConsumer bad = consumer();
        TrackConsumer good = consumer();
        AtomicInteger wakeups = new AtomicInteger();
        List<Throwable> reported = new ArrayList<>();
        bad.onAvailable(
                () -> {
                    throw new IllegalStateException("defect");
                });
        good.onAvailable(wakeups::incrementAndGet);
        drain(bad);
        drain(good);

        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((_, e) -> reported.add(e));
        try {
            group(track, 0, 0);
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
        assertThat(wakeups).hasValue(1);
        assertThat(reported).hasSize(1);
    }

    @Test
    void closedConsumersLeaveNothing() {
        TrackProducer track = track();
        List<TrackConsumer> open = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            TrackConsumer consumer = consumer();
            consumer.onAvailable(() -> {});
            consumer.pollFrame();
            open.add(consumer);
        }
        assertThat(track.consumers()).isEqualTo(1000);
        assertThat(broadcast.consumers("video")).isEqualTo(1000);

        open.forEach(TrackConsumer::close);
        open.forEach(TrackConsumer::close);

        assertThat(track.consumers()).isZero();
        group(track, 0, 0);
        assertThat(open.getFirst().pollFrame()).isInstanceOf(Poll.Finished.class);
    }

    @Test
    void createsADeadTrackWhenTheNameIsTaken() {
        TrackProducer first = track();
        TrackProducer second = track();

        assertThat(second.ending()).contains(new Ending.Aborted(AbortReason.DUPLICATE));
        assertThat(second.writeGroup(frame(0), 0)).isFalse();
        assertThat(first.writeGroup(frame(0), 0)).isTrue();
        assertThat(drain(consumer())).containsExactly("0", "pending");
    }
}
