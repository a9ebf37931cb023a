package org.moqgateway.moq.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What one frame costs that many read.
class FanOutTest {
    private static final int CONSUMERS = 500;
    private static final int FRAMES = 4_000;

    private final BroadcastProducer broadcast = new Origin().createBroadcast("cam");
    private final List<GroupConsumer> woken = new ArrayList<>(CONSUMERS);
    private long read;

    @Test
    void allocatesNothingForAConsumer() {
        TrackProducer track =
                broadcast.createTrack(
                        new TrackInfo("t", 0, 1000, Duration.ofSeconds(30), 1L << 30));
        GroupProducer group = track.appendGroup(0);
        for (int i = 0; i < CONSUMERS; i++) {
            TrackConsumer consumer = broadcast.consume().track("t").orElseThrow();
            if (consumer.pollGroup() instanceof Poll.Ready<GroupConsumer>(GroupConsumer reader)) {
                reader.onAvailable(() -> woken.add(reader));
                woken.add(reader);
            }
            consumer.pollGroup();
        }
        drain();
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 2 * FRAMES; i++) {
            frames.add(new Frame(i, new byte[1]));
        }
        fan(group, frames.subList(0, FRAMES));
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        fan(group, frames.subList(FRAMES, 2 * FRAMES));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(read).isEqualTo(2L * FRAMES * CONSUMERS);
        // The frame's own answer, and its share of the group's array.
        assertThat(allocated / FRAMES).isLessThan(100);
    }

    private void fan(GroupProducer group, List<Frame> frames) {
        for (int i = 0; i < frames.size(); i++) {
            group.write(frames.get(i));
            drain();
        }
    }

    private void drain() {
        for (int i = 0; i < woken.size(); i++) {
            GroupConsumer reader = woken.get(i);
            while (reader.poll() instanceof Poll.Ready) {
                read++;
            }
        }
        woken.clear();
    }
}
