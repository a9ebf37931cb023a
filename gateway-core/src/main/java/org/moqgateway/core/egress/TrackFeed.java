package org.moqgateway.core.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.core.hang.LegacyContainer;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

/// A track, packetized once and fanned out to every viewer of it.
///
/// The feed reads the track on its home loop, packetizes each frame once, and tells the loops that
/// have viewers; each loop then lets its viewers send. Nothing here waits for a viewer.
///
/// [#join] and [#leave] belong on the viewer's loop, [#close] on any thread.
final class TrackFeed {
    /// Payload bytes (all frames of a group together) up to which a group is kept for those who
    /// join. Beyond it the viewers there are go on, and new ones wait for the next keyframe.
    private static final long MAX_GROUP_BYTES = 32L << 20;

    private final TrackConsumer consumer;
    private final FramePacketizer packetizer;
    private final MediaLoop home;
    private final Map<MediaLoop, LoopViewers> viewers = new ConcurrentHashMap<>();
    private long sequence = -1;
    private volatile @Nullable FeedGroup newest;
    private volatile boolean closed;
    private volatile boolean ended;

    /// @param consumer the track, owned by the feed from now on
    /// @param packetizer of the track's codec; used by this feed alone
    /// @param home the loop that reads the track
    TrackFeed(TrackConsumer consumer, FramePacketizer packetizer, MediaLoop home) {
        this.consumer = consumer;
        this.packetizer = packetizer;
        this.home = home;
    }

    /// Begins to read.
    ///
    /// @param onEnded run on the home loop when the track ended, or cannot be had
    void start(Runnable onEnded) {
        Runnable drain = () -> drain(onEnded);
        consumer.onAvailable(() -> home.execute(drain));
        home.execute(drain);
    }

    /// Whether no frame comes any more. Any thread.
    boolean ended() {
        return ended;
    }

    /// The newest group; null before the first frame.
    @Nullable FeedGroup newest() {
        return newest;
    }

    /// Adds a viewer, which is told of every frame from now on, on its own loop.
    void join(FeedViewer viewer, MediaLoop loop) {
        viewers.computeIfAbsent(loop, LoopViewers::new).members.add(viewer);
    }

    /// Removes a viewer.
    void leave(FeedViewer viewer, MediaLoop loop) {
        LoopViewers group = viewers.get(loop);
        if (group != null) {
            group.members.remove(viewer);
        }
    }

    /// Stops reading; viewers keep what they have.
    void close() {
        closed = true;
        home.execute(consumer::close);
    }

    private void drain(Runnable onEnded) {
        boolean appended = false;
        while (!closed && !ended) {
            switch (consumer.pollFrame()) {
                case Poll.Ready<Frame>(Frame frame) -> appended |= append(frame);
                case Poll.Skipped<Frame> _ -> {
                    // The next frame begins a newer group.
                }
                case Poll.Pending<Frame> _ -> {
                    tell(appended);
                    return;
                }
                case Poll.Finished<Frame> _, Poll.Aborted<Frame> _ -> {
                    ended = true;
                    tell(appended);
                    onEnded.run();
                }
            }
        }
    }

    private void tell(boolean appended) {
        if (appended) {
            viewers.values().forEach(LoopViewers::tell);
        }
    }

    private boolean append(Frame frame) {
        byte[] bytes = frame.payload();
        int codecOffset = LegacyContainer.codecOffset(bytes);
        if (codecOffset == LegacyContainer.MALFORMED) {
            return false;
        }
        long mediaUs = LegacyContainer.timestampUs(bytes);
        PacketizedFrame packets =
                packetizer.packetize(
                        bytes, codecOffset, bytes.length - codecOffset, consumer.frameIndex() == 0);
        if (packets.count() == 0) {
            return false;
        }
        FeedGroup group = newest;
        boolean begins = consumer.groupSequence() != sequence;
        sequence = consumer.groupSequence();
        if (begins || group == null || group.bytes() > MAX_GROUP_BYTES) {
            // Without its keyframe, which may have held nothing to send, a group cannot be joined.
            FeedGroup successor = new FeedGroup(consumer.frameIndex() == 0);
            successor.append(new FeedFrame(mediaUs, packets));
            if (group != null) {
                group.follow(successor);
            }
            newest = successor;
        } else {
            group.append(new FeedFrame(mediaUs, packets));
        }
        return true;
    }

    /// The viewers of one loop, told together: one task however many they are.
    private static final class LoopViewers implements Runnable {
        private final MediaLoop loop;
        private final List<FeedViewer> members = new ArrayList<>();
        private final AtomicBoolean told = new AtomicBoolean();

        LoopViewers(MediaLoop loop) {
            this.loop = loop;
        }

        void tell() {
            if (told.compareAndSet(false, true)) {
                loop.execute(this);
            }
        }

        @Override
        public void run() {
            // Cleared first: a frame that is published from here on tells again.
            told.set(false);
            long now = loop.nowNanos();
            for (int i = members.size() - 1; i >= 0; i--) {
                members.get(i).available(now);
            }
        }
    }
}
