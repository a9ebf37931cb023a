package org.moqgateway.moq.model;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The frames of one group: written by the track's producer thread, read by anyone.
///
/// `frames` is published before `count`, so a reader that saw `count` sees that many elements. A
/// reader keeps an index and no frame: when the cache lets the group go, nothing holds its bytes.
final class GroupState {
    /// Charged per group on top of its payloads, so that many tiny groups are bounded too.
    static final int OVERHEAD_BYTES = 256;

    final long sequence;
    final long createdNanos;
    final WakeupList wakeups = new WakeupList();

    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private volatile Poll.@Nullable Ready<Frame>[] frames;
    private volatile int count;
    private volatile boolean evicted;
    private volatile @Nullable GroupState next;

    /// Producer thread only.
    private long bytes = OVERHEAD_BYTES;

    GroupState(long sequence, long createdNanos) {
        this.sequence = sequence;
        this.createdNanos = createdNanos;
        this.frames = newFrames(1);
    }

    /// The place before the first group of a track: ended and without frames.
    static GroupState beforeFirst() {
        GroupState place = new GroupState(-1, 0);
        place.end(Ending.FINISHED);
        return place;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Poll.@Nullable Ready<Frame>[] newFrames(int capacity) {
        return new Poll.Ready[capacity];
    }

    void append(Frame frame) {
        int index = count;
        Poll.@Nullable Ready<Frame>[] current = frames;
        if (index == current.length) {
            current = Arrays.copyOf(current, Math.max(8, index * 2));
            frames = current;
        }
        current[index] = new Poll.Ready<>(frame);
        bytes += frame.payload().length;
        count = index + 1;
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

    /// Lets the frames go. Producer thread. The flag is set first: a reader that misses frames or
    /// successor finds the flag.
    void evict() {
        evicted = true;
        end(new Ending.Aborted(AbortReason.EVICTED));
        frames = newFrames(0);
        next = null;
        wakeups.fireAny();
    }

    @Nullable Ending ending() {
        return ending.get();
    }

    int count() {
        return count;
    }

    long bytes() {
        return bytes;
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
}
