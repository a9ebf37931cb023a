package org.moqgateway.server.e2e;

import java.time.Duration;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.GroupConsumer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

/// Watches when the groups of a track begin, that is, when its keyframes come.
final class GroupClock {
    private final TrackConsumer track;
    private int groups;
    private long lastNanos;

    private GroupClock(TrackConsumer track) {
        this.track = track;
        poll();
        groups = 0; // The group in the middle of which the watch began does not count.
    }

    static GroupClock of(Origin origin, String broadcast, String track) {
        BroadcastConsumer consumer = origin.broadcast(broadcast).orElseThrow();
        return new GroupClock(consumer.track(track).orElseThrow());
    }

    /// Waits for the next keyframe.
    void awaitNewGroup(Duration deadline) {
        int before = groups;
        long end = System.nanoTime() + deadline.toNanos();
        while (groupsSeen() == before) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no keyframe within " + deadline);
            }
            RunningGateway.pause();
        }
    }

    /// Waits until the newest keyframe is so old.
    void awaitSinceKeyframe(Duration age) {
        while (System.nanoTime() - lastNanos < age.toNanos()) {
            RunningGateway.pause();
        }
    }

    /// Keyframes since the watch began.
    int groupsSeen() {
        poll();
        return groups;
    }

    private void poll() {
        while (track.pollGroup() instanceof Poll.Ready<GroupConsumer>(GroupConsumer group)) {
            group.close();
            groups++;
            lastNanos = System.nanoTime();
        }
    }
}
