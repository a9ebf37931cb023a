package org.moqgateway.moq.model;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The frames of one group: written by the track's producer thread, read by anyone.
///
/// `frames` is published before `count`, so a reader that saw `count` sees that many elements. A
/// reader keeps an index and no frame: when the cache lets the group go, nothing holds its bytes.
final class GroupState {
    /// Charged per group on top of its frames, so that many tiny groups are bounded too.
    static final int OVERHEAD_BYTES = 256;

    /// Charged per frame on top of its payload, so that many empty frames are bounded too.
    static final int FRAME_OVERHEAD_BYTES = 96;

    final long sequence;
    final long createdNanos;
    final boolean datagram;
    final WakeupList wakeups = new WakeupList();

    /// Position in the order of arrival; set before the group is published.
    long arrival = -1;

    /// Neighbours before this one, for the cache that holds it; guarded by that cache.
    @Nullable GroupState previous;
    @Nullable GroupState previousArrived;

    /// Neighbours in the order in which a pool evicts; guarded by the pool.
    @Nullable GroupState poolBefore;
    @Nullable GroupState poolAfter;
    @Nullable GroupCache poolOwner;

    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private final AtomicLong bytes = new AtomicLong(OVERHEAD_BYTES);
    private volatile Poll.@Nullable Ready<Frame>[] frames;
    private volatile int count;
    private volatile boolean evicted;
    private volatile boolean released;
    private volatile @Nullable GroupState next;
    private volatile @Nullable GroupState nextArrived;

    GroupState(long sequence, long createdNanos, boolean datagram) {
        this.sequence = sequence;
        this.createdNanos = createdNanos;
        this.datagram = datagram;
        this.frames = newFrames(1);
    }

    /// The place before the first group of a track: ended and without frames.
    static GroupState beforeFirst() {
        GroupState place = new GroupState(-1, 0, false);
        place.end(Ending.FINISHED);
        return place;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Poll.@Nullable Ready<Frame>[] newFrames(int capacity) {
        return new Poll.Ready[capacity];
    }

    /// Bytes that a frame counts for.
    static long cost(Frame frame) {
        return (long) frame.payload().length + FRAME_OVERHEAD_BYTES;
    }

    /// Appends a frame; producer thread.
    void append(Frame frame) {
        int index = count;
        Poll.@Nullable Ready<Frame>[] current = frames;
        if (index >= current.length) {
            current = Arrays.copyOf(current, Math.max(8, index * 2));
            frames = current;
        }
        current[index] = new Poll.Ready<>(frame);
        bytes.addAndGet(cost(frame));
        count = index + 1;
        if (evicted) {
            // Another thread let the group go meanwhile, perhaps before the array grew.
            frames = newFrames(0);
        }
    }

    /// The frame at `index`, or null when it is not there (yet, or any more).
    Poll.@Nullable Ready<Frame> frame(int index) {
        if (index >= count) {
            return null;
        }
        Poll.@Nullable Ready<Frame>[] current = frames;
        return index < current.length ? current[index] : null;
    }

    /// Ends the group; the first ending stays.
    boolean end(Ending newEnding) {
        return ending.compareAndSet(null, newEnding);
    }

    /// Lets the frames go. Under the lock of the cache. The flag is set first: a reader that misses
    /// frames or successor finds the flag.
    void evict() {
        evicted = true;
        end(new Ending.Aborted(AbortReason.EVICTED));
        frames = newFrames(0);
        next = null;
        nextArrived = null;
    }

    /// Whether the group does not count for its cache any more.
    boolean released() {
        return released;
    }

    /// Takes what the group counts for, at most once each byte; see [GroupCache].
    long release() {
        released = true;
        return bytes.getAndSet(0);
    }

    @Nullable Ending ending() {
        return ending.get();
    }

    int count() {
        return count;
    }

    long bytes() {
        return bytes.get();
    }

    boolean evicted() {
        return evicted;
    }

    @Nullable GroupState next() {
        return next;
    }

    void next(@Nullable GroupState successor) {
        next = successor;
    }

    @Nullable GroupState nextArrived() {
        return nextArrived;
    }

    void nextArrived(@Nullable GroupState successor) {
        nextArrived = successor;
    }
}
