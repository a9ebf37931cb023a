package org.moqgateway.moq.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One bound for the groups of all tracks.
class CachePoolTest {
    /// What a group of one frame with 100 bytes counts for.
    private static final int GROUP_BYTES = 256 + 96 + 100;

    private final CachePool pool = new CachePool(10 * GROUP_BYTES);
    private final Origin origin = new Origin(OriginId.random(), pool, Duration.ZERO);
    private final BroadcastProducer broadcast = origin.createBroadcast("cam");

    private TrackProducer track(String name) {
        return broadcast.createTrack(TrackInfo.media(name, 0));
    }

    private static boolean write(TrackProducer track) {
        return track.writeGroup(new Frame(0, new byte[100]), 0);
    }

    private TrackConsumer consumer(String name) {
        return broadcast.consume().track(name).orElseThrow().startAt(0);
    }

    @Test
    void letsTheOldestGroupsOfAnyTrackGo() {
        TrackProducer first = track("first");
        TrackProducer second = track("second");
        for (int i = 0; i < 5; i++) {
            write(first);
            write(second);
        }
        assertThat(pool.bytes()).isEqualTo(10 * GROUP_BYTES);
        for (int i = 0; i < 6; i++) {
            write(second);
            assertThat(pool.bytes()).isLessThanOrEqualTo(pool.maxBytes());
        }

        assertThat(consumer("first").oldestSequence()).hasValue(3);
        assertThat(consumer("second").oldestSequence()).hasValue(3);
        assertThat(first.cachedBytes() + second.cachedBytes()).isEqualTo(pool.bytes());
    }

    @Test
    void sparesTheNewestGroupOfEachTrack() {
        TrackProducer quiet = track("quiet");
        write(quiet);
        TrackProducer busy = track("busy");
        for (int i = 0; i < 100; i++) {
            write(busy);
        }

        assertThat(consumer("quiet").newestSequence()).hasValue(0);
        assertThat(quiet.cachedBytes()).isEqualTo(GROUP_BYTES);
        assertThat(pool.bytes()).isEqualTo(10 * GROUP_BYTES);
    }

    @Test
    void tellsReadersWhoseGroupWent() {
        TrackProducer first = track("first");
        write(first);
        write(first);
        TrackConsumer reader = consumer("first");
        assertThat(reader.pollGroup()).isInstanceOf(Poll.Ready.class);
        TrackConsumer late = consumer("first");
        TrackProducer busy = track("busy");
        for (int i = 0; i < 20; i++) {
            write(busy);
        }

        assertThat(late.pollGroup()).isEqualTo(new Poll.Skipped<GroupConsumer>(1));
    }

    @Test
    void givesEveryTrackItsShareWhenNewestGroupsFillThePool() {
        List<GroupProducer> groups = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            groups.add(track("t" + i).appendGroup(0));
        }
        boolean any = true;
        while (any) {
            any = groups.getFirst().write(new Frame(0, new byte[100]));
        }
        assertThat(pool.bytes()).isLessThanOrEqualTo(pool.maxBytes());
        // The others still have their fifth, the first has no more than it took.
        for (GroupProducer group : groups.subList(1, 5)) {
            assertThat(group.write(new Frame(0, new byte[100]))).isTrue();
            while (group.write(new Frame(0, new byte[100]))) {
                assertThat(group.bytes()).isLessThanOrEqualTo(pool.maxBytes() / 5);
            }
        }
        assertThat(pool.bytes()).isLessThan(2 * pool.maxBytes());
    }

    @Test
    void hasAPlaceForAKeyframeThatIsReadHoweverManyTracksThereAre() {
        CachePool full = new CachePool(4 << 20);
        BroadcastProducer crowd =
                new Origin(OriginId.random(), full, Duration.ZERO).createBroadcast("crowd");
        for (int i = 0; i < 1000; i++) {
            crowd.createTrack(TrackInfo.media("t" + i, 0))
                    .writeGroup(new Frame(0, new byte[4096]), 0);
        }
        List<GroupProducer> read = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            GroupProducer group = crowd.createTrack(TrackInfo.media("r" + i, 0)).appendGroup(0);
            assertThat(crowd.consume().track("r" + i)).isPresent();
            read.add(group);
        }
        Frame keyframe = new Frame(0, new byte[500_000]);
        assertThat(crowd.createTrack(TrackInfo.media("unread", 0)).appendGroup(0).write(keyframe))
                .isFalse();
        List<Boolean> taken = read.stream().map(group -> group.write(keyframe)).toList();
        assertThat(taken).startsWith(true, true, true, true).endsWith(false);
        assertThat(full.bytes()).isLessThanOrEqualTo(6 << 20);
        assertThat(read.getFirst().write(new Frame(1, new byte[600_000]))).isFalse();
    }

    @Test
    void boundsGroupsWithoutFramesAndFramesWithoutBytes() {
        TrackProducer track = track("empty");
        for (int i = 0; i < 1000; i++) {
            track.appendGroup(0).finish();
        }
        assertThat(pool.bytes()).isLessThanOrEqualTo(pool.maxBytes() + 256);
        GroupProducer endless = track.appendGroup(0);
        while (endless.write(new Frame(0, new byte[0]))) {
            assertThat(pool.bytes()).isLessThanOrEqualTo(pool.maxBytes());
        }
    }

    @Test
    void boundsHowManyGroupsATrackKeeps() {
        BroadcastProducer roomy = new Origin().createBroadcast("cam");
        TrackProducer track =
                roomy.createTrack(
                        new TrackInfo("t", 0, 1000, Duration.ofSeconds(Long.MAX_VALUE), 1L << 40));
        for (int i = 0; i < 10_000; i++) {
            track.appendGroup(i).finish();
        }

        assertThat(track.cachedBytes()).isEqualTo(GroupCache.MAX_GROUPS * 256L);
    }

    @Test
    void countsNothingForWhatEnded() {
        TrackProducer aborted = track("aborted");
        TrackProducer finished = track("finished");
        TrackProducer unread = track("unread");
        TrackConsumer reader = consumer("finished");
        for (TrackProducer track : List.of(aborted, finished, unread)) {
            write(track);
            write(track);
        }
        GroupProducer open = aborted.appendGroup(0);
        aborted.abort(AbortReason.TIMEOUT);
        assertThat(open.write(new Frame(0, new byte[100]))).isFalse();
        unread.finish();
        finished.finish();
        assertThat(pool.bytes()).isEqualTo(2 * GROUP_BYTES);

        assertThat(reader.pollFrame()).isInstanceOf(Poll.Ready.class);
        assertThat(reader.pollFrame()).isInstanceOf(Poll.Ready.class);
        assertThat(reader.pollFrame()).isInstanceOf(Poll.Finished.class);
        reader.close();
        assertThat(pool.bytes()).isZero();
        broadcast.finish();
        assertThat(pool.bytes()).isZero();
    }

    @Test
    void anUnboundedPoolOnlyCounts() {
        CachePool unbounded = CachePool.unbounded();
        Origin other = new Origin(OriginId.random(), unbounded, Duration.ZERO);
        TrackProducer track = other.createBroadcast("a").createTrack(TrackInfo.live("t", 0));
        for (int i = 0; i < 10; i++) {
            write(track);
        }

        assertThat(unbounded.bytes()).isEqualTo(10 * GROUP_BYTES);
        assertThatThrownBy(() -> new CachePool(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
