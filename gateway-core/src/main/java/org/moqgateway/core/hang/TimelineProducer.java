package org.moqgateway.core.hang;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;

/// Writes `{track}.timeline.z`: which group of a media track begins at which time
/// (draft-lcurley-moq-hang, Timeline). At most one record per second of media.
///
/// When the group has grown to [#MAX_GROUP_BYTES] a new one begins, where the draft knows only
/// one: a broadcast may live for months, and media is kept for seconds. Upstream's readers go on
/// with the next group.
///
/// Belongs to the producer thread of the media track.
public final class TimelineProducer {
    /// What a group counts for ([GroupProducer#bytes]) when a new one begins: ten hours of
    /// records.
    public static final int MAX_GROUP_BYTES = 4 << 20;

    private static final String SUFFIX = ".timeline.z";
    private static final long GRANULARITY_US = 1_000_000;
    private static final int US_PER_MS = 1_000;

    /// A record is like the one before; more of them would not make it much smaller.
    private static final int WINDOW_BYTES = 128;

    private final TrackProducer track;
    private final int maxGroupBytes;
    private @Nullable GroupProducer group;
    private FrameDeflater deflater = new FrameDeflater(WINDOW_BYTES);
    private boolean recorded;
    private long lastUs;

    /// Creates the timeline track of a media track.
    public TimelineProducer(BroadcastProducer broadcast, String mediaTrackName) {
        this(broadcast, mediaTrackName, MAX_GROUP_BYTES);
    }

    TimelineProducer(BroadcastProducer broadcast, String mediaTrackName, int maxGroupBytes) {
        this.maxGroupBytes = maxGroupBytes;
        track = broadcast.createTrack(TrackInfo.live(mediaTrackName + SUFFIX, 0));
    }

    /// What the rendition says in the catalog.
    public TimelineReference reference() {
        return new TimelineReference(
                track.info().name(), TimelineReference.DEFAULT_TIMESCALE, null);
    }

    /// Records that a group begins, unless the last record is less than a second of media old.
    public void groupBegins(long sequence, long timestampUs, long nowNanos) {
        if (recorded && timestampUs < lastUs + GRANULARITY_US) {
            return;
        }
        recorded = true;
        lastUs = timestampUs;
        String json = "{\"group\":" + sequence + ",\"pts\":" + timestampUs / US_PER_MS + "}";
        GroupProducer open = openGroup(nowNanos);
        open.write(new Frame(timestampUs, deflater.frame(json.getBytes(US_ASCII))));
    }

    private GroupProducer openGroup(long nowNanos) {
        GroupProducer current = group;
        if (current != null && current.bytes() < maxGroupBytes) {
            return current;
        }
        if (current != null) {
            current.finish();
        }
        current = track.appendGroup(nowNanos);
        deflater = new FrameDeflater(WINDOW_BYTES);
        group = current;
        return current;
    }

    /// Ends the open group; the track ends with its broadcast.
    public void finish() {
        GroupProducer current = group;
        if (current != null) {
            current.finish();
        }
    }
}
