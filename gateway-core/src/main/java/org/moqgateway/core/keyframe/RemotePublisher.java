package org.moqgateway.core.keyframe;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.egress.KeyframeRequests;
import org.moqgateway.core.hang.TrackPriority;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Demand;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

/// The publisher of one broadcast that is elsewhere, as one who asks it for keyframes sees it. Any
/// thread.
final class RemotePublisher implements KeyframeRequests {
    /// Requests are at least this far apart.
    static final long INTERVAL_NANOS = 1_000_000_000L;

    /// One that ignores requests is asked again after this long.
    static final long IGNORED_NANOS = 10_000_000_000L;

    /// One that knows no requests, or is silent, is asked again after this long.
    static final long REFUSED_NANOS = 60_000_000_000L;

    /// How long an answer is waited for.
    static final long PATIENCE_NANOS = 3_000_000_000L;

    private static final Demand DEMAND = new Demand(TrackPriority.CATALOG, false, Duration.ZERO);

    private final Origin origin;
    private final String path;
    private final Supplier<MediaLoop> loops;
    private final LongSupplier unixSeconds;
    private long notBeforeNanos;
    private boolean asked;
    private boolean pending;
    private volatile boolean answers;

    RemotePublisher(
            Origin origin, String path, Supplier<MediaLoop> loops, LongSupplier unixSeconds) {
        this.origin = origin;
        this.path = path;
        this.loops = loops;
        this.unixSeconds = unixSeconds;
    }

    /// See [KeyframeRequests#request]. What the publisher does is known after its first answer.
    @Override
    public boolean request(long nowNanos) {
        synchronized (this) {
            if (pending || (asked && nowNanos < notBeforeNanos)) {
                return answers;
            }
            asked = true;
            pending = true;
            notBeforeNanos = nowNanos + INTERVAL_NANOS;
        }
        Optional<TrackConsumer> track = open();
        if (track.isPresent()) {
            new Waiting(track.get(), loops.get()).begin();
        } else {
            over(nowNanos, null);
        }
        return answers;
    }

    private Optional<TrackConsumer> open() {
        Optional<BroadcastConsumer> broadcast = origin.broadcast(path);
        Optional<TrackConsumer> track =
                broadcast.flatMap(
                        found -> found.track(KeyframeTrack.name(unixSeconds.getAsLong())));
        broadcast.ifPresent(BroadcastConsumer::close);
        return track;
    }

    /// @param answer the frame that came; null when none did
    private synchronized void over(long nowNanos, byte @Nullable [] answer) {
        pending = false;
        answers = answer != null && KeyframeTrack.answers(answer);
        if (!answers) {
            notBeforeNanos = nowNanos + (answer == null ? REFUSED_NANOS : IGNORED_NANOS);
        }
    }

    /// One request that waits for its answer, on a loop.
    private final class Waiting {
        private final TrackConsumer track;
        private final MediaLoop loop;
        private boolean over;

        Waiting(TrackConsumer track, MediaLoop loop) {
            this.track = track;
            this.loop = loop;
        }

        void begin() {
            track.demand(DEMAND).onAvailable(() -> loop.execute(this::read));
            loop.execute(this::read);
            loop.schedule(() -> end(null), PATIENCE_NANOS);
        }

        private void read() {
            boolean more = !over;
            while (more) {
                switch (track.pollFrame()) {
                    case Poll.Ready<Frame>(Frame frame) -> {
                        more = false;
                        end(frame.payload());
                    }
                    case Poll.Skipped<Frame> _ -> {
                        // One answer is as good as another.
                    }
                    case Poll.Pending<Frame> _ -> more = false;
                    case Poll.Finished<Frame> _, Poll.Aborted<Frame> _ -> {
                        more = false;
                        end(null);
                    }
                }
            }
        }

        private void end(byte @Nullable [] answer) {
            if (!over) {
                over = true;
                track.close();
                RemotePublisher.this.over(loop.nowNanos(), answer);
            }
        }
    }
}
