package org.moqgateway.core.egress;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One group of a feed, in the order of its frames, with a link to the group that follows.
///
/// One writer, the feed's loop; any number of readers: the count is published after the frame, and
/// a frame that was published never moves within its array.
final class FeedGroup {
    private final boolean joinable;
    private FeedFrame[] frames = new FeedFrame[8];
    private volatile int size;
    private volatile @Nullable FeedGroup next;
    private long bytes;

    /// @param joinable whether its first frame is a keyframe, so that a viewer can begin here
    FeedGroup(boolean joinable) {
        this.joinable = joinable;
    }

    boolean joinable() {
        return joinable;
    }

    /// Appends a frame; the feed's loop only.
    void append(FeedFrame frame) {
        int index = size;
        if (index == frames.length) {
            frames = Arrays.copyOf(frames, 2 * index);
        }
        frames[index] = frame;
        bytes += frame.packets().totalBytes();
        size = index + 1;
    }

    /// Links the group that follows; nothing is appended here afterwards.
    void follow(FeedGroup successor) {
        next = successor;
    }

    /// Payload bytes held; the feed's loop only.
    long bytes() {
        return bytes;
    }

    /// Frames that may be read.
    int size() {
        return size;
    }

    /// The frame at an index below [#size()].
    ///
    /// The volatile read of the size comes first, so that the array read afterwards holds at least
    /// that many frames.
    FeedFrame frame(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return frames[index];
    }

    /// The group that follows, null while this one is the newest.
    @Nullable FeedGroup next() {
        return next;
    }
}
