package org.moqgateway.core.ingest;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.hang.Estimator;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.core.hang.TimelineProducer;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;

/// What audio and video ingest share: one track with its clock, timeline and measurements.
final class MediaTrack {
    final String name;
    final IngestClock.Track clock;
    final RateMeter rate = new RateMeter();
    final AtomicLong frames = new AtomicLong();

    private final TrackProducer producer;
    private final IngestContainer container;
    private final TimelineProducer timeline;
    private final Estimator estimator = new Estimator();
    private @Nullable GroupProducer group;

    MediaTrack(
            BroadcastProducer broadcast,
            TrackInfo info,
            IngestClock.Track clock,
            IngestContainer container) {
        this.name = info.name();
        this.clock = clock;
        this.container = container;
        this.producer = broadcast.createTrack(info);
        this.timeline = new TimelineProducer(broadcast, name);
    }

    boolean ended() {
        return producer.ending().isPresent();
    }

    boolean hasGroup() {
        return group != null;
    }

    /// Ends the open group and begins the next.
    void nextGroup(long timestampUs, long nowNanos) {
        endGroup();
        estimator.cut(timestampUs);
        GroupProducer next = producer.appendGroup(nowNanos);
        timeline.groupBegins(next.sequence(), timestampUs, nowNanos);
        group = next;
    }

    /// Ends the open group, if any.
    void endGroup() {
        GroupProducer current = group;
        if (current != null) {
            current.finish();
            group = null;
        }
    }

    /// Appends to the open group.
    ///
    /// @return whether it was published and, if so, counted
    boolean write(long timestampUs, byte[] codecBytes) {
        GroupProducer current = group;
        if (current == null || !current.write(container.wrap(timestampUs, codecBytes))) {
            return false;
        }
        estimator.frame(timestampUs, codecBytes.length);
        frames.incrementAndGet();
        return true;
    }

    /// Ends everything that is open; the broadcast ends the tracks.
    void finish() {
        endGroup();
        timeline.finish();
    }

    /// The common fields of the rendition as they are by now.
    RenditionCommon describe(RenditionCommon common) {
        return common.withContainer(container.described())
                .withTimeline(timeline.reference())
                .withMeasured(boxed(estimator.bitrateBps()), boxed(estimator.jitterMs()));
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
