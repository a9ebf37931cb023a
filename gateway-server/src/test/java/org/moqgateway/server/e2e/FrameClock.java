package org.moqgateway.server.e2e;

import java.time.Duration;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

/// Counts the frames of a video track from the beginning of the group in which it was opened, and
/// notes when keyframes come.
final class FrameClock {
    private final TrackConsumer track;
    private int keyframes;
    private long frames;
    private long keyframeNanos;

    private FrameClock(TrackConsumer track) {
        this.track = track;
        poll();
    }

    static FrameClock of(Origin origin, String broadcast, String track) {
        BroadcastConsumer consumer = origin.broadcast(broadcast).orElseThrow();
        return new FrameClock(consumer.track(track).orElseThrow());
    }

    /// Waits for the next keyframe.
    void awaitKeyframe(Duration deadline) {
        int before = keyframesSeen();
        long end = System.nanoTime() + deadline.toNanos();
        while (keyframesSeen() == before) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no keyframe within " + deadline);
            }
            RunningGateway.pause();
        }
    }

    /// Waits until the newest keyframe is so old.
    void awaitSinceKeyframe(Duration age) {
        while (System.nanoTime() - keyframeNanos < age.toNanos()) {
            RunningGateway.pause();
        }
    }

    /// Keyframes so far.
    int keyframesSeen() {
        poll();
        return keyframes;
    }

    /// Frames so far, that is, the number of the next one when pictures are numbered from 0.
    long framesSeen() {
        poll();
        return frames;
    }

    private void poll() {
        while (track.pollFrame() instanceof Poll.Ready<Frame>) {
            frames++;
            if (track.frameIndex() == 0) {
                keyframes++;
                keyframeNanos = System.nanoTime();
            }
        }
    }
}
