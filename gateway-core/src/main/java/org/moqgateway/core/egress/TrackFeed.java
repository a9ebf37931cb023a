package org.moqgateway.core.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.core.negotiation.SessionProblem;
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
final class TrackFeed implements FeedStage.Out {
    /// Payload bytes (all frames of a group together) up to which a group is kept for those who
    /// join. Beyond it the viewers there are go on, and new ones wait for the next keyframe.
    private static final long MAX_GROUP_BYTES = 32L << 20;

    private final TrackConsumer consumer;
    private final FeedStage stage;
    private final MediaLoop home;
    private final Map<MediaLoop, LoopViewers> viewers = new ConcurrentHashMap<>();
    private long sequence = -1;
    private boolean draining;
    private boolean appended;
    private volatile @Nullable FeedGroup newest;
    private volatile boolean closed;
    private volatile boolean ended;

    /// @param consumer the track, owned by the feed from now on
    /// @param stage makes packets of its frames; used by this feed alone, which closes it
    /// @param home the loop that reads the track
    TrackFeed(TrackConsumer consumer, FeedStage stage, MediaLoop home) {
        this.consumer = consumer;
        this.stage = stage;
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

    /// Why viewers see less than there is; empty when they do not. Any thread.
    Optional<SessionProblem> problem() {
        return stage.problem();
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
        home.execute(
                () -> {
                    consumer.close();
                    stage.close();
                });
    }

    private void drain(Runnable onEnded) {
        draining = true;
        boolean over = false;
        while (!closed && !ended && !over) {
            switch (consumer.pollFrame()) {
                case Poll.Ready<Frame>(Frame frame) ->
                        stage.push(frame.payload(), consumer.frameIndex() == 0, this);
                case Poll.Skipped<Frame> _ -> {
                    // The next frame begins a newer group.
                }
                case Poll.Pending<Frame> _ -> over = true;
                case Poll.Finished<Frame> _, Poll.Aborted<Frame> _ -> {
                    ended = true;
                    appended = true; // Viewers look for another feed.
                    onEnded.run();
                }
            }
        }
        draining = false;
        tell();
    }

    private void tell() {
        if (appended) {
            appended = false;
            viewers.values().forEach(LoopViewers::tell);
        }
    }

    @Override
    public void frame(long mediaUs, PacketizedFrame packets, boolean keyframe, boolean reordered) {
        FeedFrame frame = new FeedFrame(mediaUs, packets, reordered);
        FeedGroup group = newest;
        boolean begins = consumer.groupSequence() != sequence;
        sequence = consumer.groupSequence();
        if (begins || keyframe || group == null || group.bytes() > MAX_GROUP_BYTES) {
            // Without its keyframe, which may have held nothing to send, a group cannot be joined.
            FeedGroup successor = new FeedGroup(keyframe);
            successor.append(frame);
            if (group != null) {
                group.follow(successor);
            }
            newest = successor;
        } else {
            group.append(frame);
        }
        appended = true;
        if (!draining) {
            tell(); // What was made beside the loop comes by itself.
        }
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
