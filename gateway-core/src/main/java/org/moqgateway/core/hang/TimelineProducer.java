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
/// The records are DEFLATE blocks that are stored, not shrunk: about 35 bytes per second. When the
/// group has grown to [#MAX_GROUP_BYTES] a new one begins, where the draft knows only one: a
/// broadcast may live for months, and media is kept for seconds.
///
/// Belongs to the producer thread of the media track.
public final class TimelineProducer {
    /// What a group counts for ([GroupProducer#bytes]) when a new one begins: nine hours of
    /// records.
    public static final int MAX_GROUP_BYTES = 4 << 20;

    private static final String SUFFIX = ".timeline.z";
    private static final long GRANULARITY_US = 1_000_000;
    private static final int US_PER_MS = 1_000;

    private final TrackProducer track;
    private @Nullable GroupProducer group;
    private boolean recorded;
    private long lastUs;

    /// Creates the timeline track of a media track.
    public TimelineProducer(BroadcastProducer broadcast, String mediaTrackName) {
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
        Frame frame = new Frame(timestampUs, DeflateFrames.stored(json.getBytes(US_ASCII)));
        openGroup(nowNanos).write(frame);
    }

    private GroupProducer openGroup(long nowNanos) {
        GroupProducer current = group;
        if (current != null && current.bytes() < MAX_GROUP_BYTES) {
            return current;
        }
        if (current != null) {
            current.finish();
        }
        current = track.appendGroup(nowNanos);
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
