package org.moqgateway.moq.model;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The bytes that all tracks of an [Origin] may keep together. Any thread.
///
/// A frame counts with its payload and 96 bytes, a group with 256 bytes more. A write that would
/// exceed the bound lets the oldest groups of whichever track go first. The newest group of a track
/// stays. When newest groups alone fill the pool, each may still hold an equal share of it; and
/// where somebody reads the track, 1 MiB (or as much as the pool's bound, if that is less) for as
/// long as all together hold no more than one and a half times the bound: a keyframe has its place
/// however many tracks there are. So all together stay below two and a half times the bound.
public final class CachePool {
    /// What the newest group of a track that is read may hold in a full pool.
    private static final long FLOOR_BYTES = 1 << 20;

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong tracks = new AtomicLong();

    // Groups that a newer one of their track superseded, in that order; guarded by this.
    private @Nullable GroupState oldest;
    private @Nullable GroupState youngest;

    /// @param maxBytes positive
    /// @throws IllegalArgumentException when it is not
    public CachePool(long maxBytes) {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxBytes is not positive: " + maxBytes);
        }
        this.maxBytes = maxBytes;
    }

    /// A pool that bounds nothing: only the tracks' own bounds hold.
    public static CachePool unbounded() {
        return new CachePool(Long.MAX_VALUE);
    }

    /// The bound; [Long#MAX_VALUE] when there is none.
    public long maxBytes() {
        return maxBytes;
    }

    /// Bytes kept now, in all tracks.
    public long bytes() {
        return bytes.get();
    }

    /// Tracks that keep a group now.
    public long tracks() {
        return tracks.get();
    }

    /// Makes room for `more` bytes in a group that holds `held`. Evicting wakes readers: no lock
    /// may be held.
    ///
    /// @param readers of the group's track
    /// @return false when there is no room
    boolean admit(long held, long more, Audience readers) {
        if (bytes.get() + more <= maxBytes) {
            return true;
        }
        GroupState victim = takeOldest();
        while (victim != null) {
            GroupCache owner = victim.poolOwner;
            if (owner != null && owner.evict(victim)) {
                victim.wakeups.fireAny();
            }
            if (bytes.get() + more <= maxBytes) {
                return true;
            }
            victim = takeOldest();
        }
        return held + more <= maxBytes / Math.max(1, tracks.get())
                || (held + more <= Math.min(FLOOR_BYTES, maxBytes)
                        && bytes.get() + more <= maxBytes + maxBytes / 2
                        && readers.size() > 0);
    }

    private synchronized @Nullable GroupState takeOldest() {
        GroupState victim = oldest;
        if (victim != null) {
            unlink(victim);
        }
        return victim;
    }

    void charge(long charged) {
        bytes.addAndGet(charged);
    }

    void refund(long refunded) {
        bytes.addAndGet(-refunded);
    }

    /// A track has its first group, or gave up its last.
    void countTracks(int change) {
        tracks.addAndGet(change);
    }

    /// A newer group of its track superseded this one.
    void superseded(GroupState group, GroupCache owner) {
        if (maxBytes == Long.MAX_VALUE) {
            return;
        }
        synchronized (this) {
            group.poolOwner = owner;
            group.poolBefore = youngest;
            if (youngest == null) {
                oldest = group;
            } else {
                youngest.poolAfter = group;
            }
            youngest = group;
        }
    }

    /// Its cache let the group go by itself.
    void forget(GroupState group) {
        if (maxBytes == Long.MAX_VALUE) {
            return;
        }
        synchronized (this) {
            boolean linked = group == oldest || group.poolBefore != null;
            if (linked) {
                unlink(group);
            }
            group.poolOwner = null;
        }
    }

    private void unlink(GroupState group) {
        GroupState before = group.poolBefore;
        GroupState after = group.poolAfter;
        if (before == null) {
            oldest = after;
        } else {
            before.poolAfter = after;
        }
        if (after == null) {
            youngest = before;
        } else {
            after.poolBefore = before;
        }
        group.poolBefore = null;
        group.poolAfter = null;
    }
}
