package org.moqgateway.core.rtp.send;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.PacketizedFrame;

/// What is needed to build a sent packet again: a reference to the shared frame and the header
/// fields, in a ring bounded by count and age. Keyed by extended sequence number.
final class SendBuffer {
    static final long NEVER = Long.MIN_VALUE;

    private final int mask;
    private final long maxAgeNanos;
    private final @Nullable PacketizedFrame[] frames;
    private final int[] indexes;
    private final int[] rtpTimestamps;
    private final int[] transportSequenceNumbers;
    private char[] frameNumbers = {}; // of no use but to streams with dependency descriptors
    private final long[] sentNanos;
    private final long[] resentNanos;
    private long oldest;
    private long next;

    SendBuffer(int capacity, long maxAgeNanos, long first) {
        int slots = Integer.highestOneBit(Math.max(1, capacity * 2 - 1));
        this.mask = slots - 1;
        this.maxAgeNanos = maxAgeNanos;
        this.frames = new PacketizedFrame[slots];
        this.indexes = new int[slots];
        this.rtpTimestamps = new int[slots];
        this.transportSequenceNumbers = new int[slots];
        this.sentNanos = new long[slots];
        this.resentNanos = new long[slots];
        this.oldest = first;
        this.next = first;
    }

    /// The extended number that the next packet gets.
    long next() {
        return next;
    }

    /// Remembers the packet [#next] and moves on.
    ///
    /// @param frameNumber what the dependency descriptors of the frame count from
    void add(
            PacketizedFrame frame,
            int index,
            int rtpTimestamp,
            int transportSequenceNumber,
            int frameNumber) {
        int slot = (int) next & mask;
        if (frame.descriptors().frames() > 0) {
            if (frameNumbers.length == 0) {
                frameNumbers = new char[mask + 1];
            }
            frameNumbers[slot] = (char) frameNumber;
        }
        frames[slot] = frame;
        indexes[slot] = index;
        rtpTimestamps[slot] = rtpTimestamp;
        transportSequenceNumbers[slot] = transportSequenceNumber;
        resentNanos[slot] = NEVER;
        next++;
        oldest = Math.max(oldest, next - mask - 1);
    }

    /// Notes when the packets from `first` on were sent and lets go of what is too old.
    void sent(long first, long nowNanos) {
        for (long sequence = Math.max(first, oldest); sequence < next; sequence++) {
            sentNanos[(int) sequence & mask] = nowNanos;
        }
        while (oldest < next && nowNanos - sentNanos[(int) oldest & mask] > maxAgeNanos) {
            frames[(int) oldest & mask] = null;
            oldest++;
        }
    }

    /// The slot of a 16-bit sequence number, -1 when it is not there or too old.
    int find(int sequenceNumber, long nowNanos) {
        long newest = next - 1;
        long sequence = newest - ((newest - sequenceNumber) & 0xffff);
        int slot = (int) sequence & mask;
        return sequence < oldest || nowNanos - sentNanos[slot] > maxAgeNanos ? -1 : slot;
    }

    /// The frame in a slot that [#find] has returned.
    PacketizedFrame frame(int slot) {
        return Objects.requireNonNull(frames[slot]);
    }

    int index(int slot) {
        return indexes[slot];
    }

    int rtpTimestamp(int slot) {
        return rtpTimestamps[slot];
    }

    /// What the dependency descriptors of the frame in the slot count from; 0 without any.
    int frameNumber(int slot) {
        return frameNumbers.length == 0 ? 0 : frameNumbers[slot];
    }

    int transportSequenceNumber(int slot) {
        return transportSequenceNumbers[slot];
    }

    long sentNanos(int slot) {
        return sentNanos[slot];
    }

    long resentNanos(int slot) {
        return resentNanos[slot];
    }

    void resent(int slot, long nowNanos) {
        resentNanos[slot] = nowNanos;
    }
}
