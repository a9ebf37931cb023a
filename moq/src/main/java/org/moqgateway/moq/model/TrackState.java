package org.moqgateway.moq.model;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One track: what it is, its groups, who reads it and how it ended.
final class TrackState {
    final String name;
    final GroupCache cache;
    final Audience audience;
    final TrackWriter writer;
    final WakeupList wakeups = new WakeupList();

    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private volatile @Nullable TrackInfo info;

    private TrackState(
            String name, CachePool pool, boolean keepsNewest, Audience.@Nullable Listener hook) {
        this.name = name;
        this.cache = new GroupCache(pool, keepsNewest);
        this.audience = new Audience(hook);
        this.writer = new TrackWriter(this, pool);
    }

    /// A track whose publisher is in this process.
    static TrackState local(TrackInfo info, CachePool pool) {
        TrackState track = new TrackState(info.name(), pool, true, null);
        track.info = info;
        return track;
    }

    /// A track whose publisher was not heard yet.
    ///
    /// @param hook hears what the consumers wish
    static TrackState remote(String name, CachePool pool, Audience.Listener hook) {
        return new TrackState(name, pool, true, hook);
    }

    /// What holds one group that was asked for by its number.
    static TrackState fetched(String name, CachePool pool) {
        return new TrackState(name, pool, false, null);
    }

    /// A track that refuses everything.
    static TrackState dead(TrackInfo info, Ending ending) {
        TrackState track = local(info, CachePool.unbounded());
        track.end(ending);
        return track;
    }

    @Nullable TrackInfo info() {
        return info;
    }

    /// Keeps the first info and hands the track over; under the lock of its broadcast.
    void begin(TrackInfo told, Lease next) {
        if (info == null) {
            info = told;
        }
        writer.hand(next);
    }

    /// The group that a new source is to begin with; when nothing came yet, the earliest that a
    /// consumer asked for.
    OptionalLong firstGroup() {
        OptionalLong resumed = resumePoint();
        return resumed.isPresent() ? resumed : audience.start();
    }

    /// The group that waits for a new source, or the one after the newest; empty before the first.
    OptionalLong resumePoint() {
        GroupState newest = cache.newest();
        if (newest == cache.beforeFirst) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(newest.ending() == null ? newest.sequence : newest.sequence + 1);
    }

    static void wake(List<GroupState> gone) {
        for (GroupState group : gone) {
            group.wakeups.fireAny();
        }
    }

    void wakeReaders(GroupState group) {
        group.wakeups.fireAny();
        if (group.next() != null) {
            // A reader of frames that waits at the end of this group can go on to the next.
            wakeups.fire(Wakeup.FRAME);
        }
    }

    /// Ends the track; the first ending stays. Any thread, no lock of the model held.
    boolean end(Ending newEnding) {
        if (!ending.compareAndSet(null, newEnding)) {
            return false;
        }
        List<GroupState> groups = cache.groups();
        boolean over = newEnding instanceof Ending.Aborted;
        if (over || audience.size() == 0) {
            cache.release(over);
        }
        wakeups.fireAny();
        wake(groups);
        return true;
    }

    /// A consumer left. What ended and is read by nobody counts for no cache any more.
    void left(TrackConsumer consumer) {
        audience.remove(consumer);
        if (ending.get() != null && audience.size() == 0) {
            cache.release(false);
        }
    }

    /// How a group ended: by itself, or with its track.
    @Nullable Ending endingOf(GroupState group) {
        Ending own = group.ending();
        return own == null ? ending.get() : own;
    }

    /// Whether a group is more than `maxLatencyUs` behind the newest, by the time of its first
    /// frame or of its arrival (moq-lite-05 §Expiration). The newest never is.
    boolean late(GroupState group, long maxLatencyUs) {
        GroupState newest = cache.newest();
        if (group == newest || newest.sequence <= group.sequence) {
            return false;
        }
        if ((newest.createdNanos - group.createdNanos) / 1_000 > maxLatencyUs) {
            return true;
        }
        Poll.Ready<Frame> head = newest.frame(0);
        Poll.Ready<Frame> own = group.frame(0);
        return head != null
                && own != null
                && head.value().timestampUs() - own.value().timestampUs() > maxLatencyUs;
    }

    static Ending aborted(AbortReason reason) {
        return new Ending.Aborted(reason);
    }

    @Nullable Ending ending() {
        return ending.get();
    }
}
