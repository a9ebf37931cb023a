package org.moqgateway.core.keyframe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.moqgateway.core.egress.KeyframeRequests;
import org.moqgateway.core.hang.TrackPriority;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.model.TracksOnDemand;

/// Takes the keyframe requests of other gateways for one broadcast that is published here, see
/// [BroadcastProducer#onMissingTrack].
///
/// Whatever names are asked for within a second of an answer are given that answer: neither the
/// publisher nor the broadcast notices how many they are. Any thread.
public final class KeyframeAnswers implements TracksOnDemand {
    /// Answers are at least this far apart.
    static final long INTERVAL_NANOS = 1_000_000_000L;

    /// Answers that are kept, since TRACK and SUBSCRIBE may come some time apart.
    private static final int KEPT = 4;

    private final BroadcastProducer broadcast;
    private final KeyframeRequests publisher;
    private final LongSupplier nanoTime;
    private final Deque<String> kept = new ArrayDeque<>();
    private long answeredNanos;

    /// @param broadcast gets the tracks; the caller's
    /// @param publisher asks its publisher
    /// @param nanoTime the monotonic clock of `publisher`; any thread
    public KeyframeAnswers(
            BroadcastProducer broadcast, KeyframeRequests publisher, LongSupplier nanoTime) {
        this.broadcast = broadcast;
        this.publisher = publisher;
        this.nanoTime = nanoTime;
    }

    @Override
    public Optional<String> trackFor(String name) {
        return KeyframeTrack.names(name) ? Optional.of(answerFor(name)) : Optional.empty();
    }

    private synchronized String answerFor(String name) {
        long now = nanoTime.getAsLong();
        if (!kept.isEmpty() && now - answeredNanos < INTERVAL_NANOS) {
            return kept.getLast();
        }
        boolean answers = publisher.request(now);
        if (kept.size() == KEPT) {
            broadcast.removeTrack(kept.removeFirst());
        }
        TrackProducer track = broadcast.createTrack(TrackInfo.live(name, TrackPriority.CATALOG));
        if (track.writeGroup(KeyframeTrack.frame(answers), now)) {
            track.finish();
        }
        answeredNanos = now;
        kept.addLast(name);
        return name;
    }
}
