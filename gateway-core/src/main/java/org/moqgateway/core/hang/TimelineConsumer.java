package org.moqgateway.core.hang;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.cmaf.MediaTime;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Demand;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

/// Reads the timeline of a media track (draft-lcurley-moq-hang, Timeline) from its first record
/// on, as far as it is kept.
///
/// A record that is malformed is left out and counted; when its compression is, so are those
/// after it up to the next group.
///
/// Belongs to one thread at a time.
public final class TimelineConsumer implements AutoCloseable {
    /// The largest record that is read, bytes.
    public static final int MAX_RECORD_BYTES = 4 * 1024;

    private static final Demand DEMAND = new Demand(0, true, Duration.ofSeconds(30));

    /// What survives readers whose numbers are all floating-point.
    private static final long MAX_NUMBER = (1L << 53) - 1;

    private final TrackConsumer track;
    private final int timescale;
    private @Nullable FrameInflater inflater;
    private int nextIndex;
    private long malformedRecords;

    private TimelineConsumer(TrackConsumer track, int timescale) {
        this.track = track;
        this.timescale = timescale;
    }

    /// Opens the timeline that a rendition names.
    ///
    /// @param broadcast the one that has the media track
    /// @return empty when the broadcast has no such track, or has ended
    public static Optional<TimelineConsumer> open(
            BroadcastConsumer broadcast, TimelineReference reference) {
        return broadcast
                .track(reference.track())
                .map(track -> track.demand(DEMAND).maxLatencyUs(Long.MAX_VALUE))
                .map(track -> new TimelineConsumer(track, reference.timescale()));
    }

    /// The next record, or why there is none. Never blocks.
    public Poll<TimelineRecord> poll() {
        while (true) {
            switch (track.pollFrame()) {
                case Poll.Ready<Frame>(Frame frame) -> {
                    TimelineRecord read = read(frame.payload(), track.frameIndex());
                    if (read != null) {
                        return new Poll.Ready<>(read);
                    }
                    malformedRecords++;
                }
                case Poll.Skipped<Frame>(long groups) -> {
                    return new Poll.Skipped<>(groups);
                }
                case Poll.Pending<Frame> _ -> {
                    return Poll.pending();
                }
                case Poll.Finished<Frame> _ -> {
                    return Poll.finished();
                }
                case Poll.Aborted<Frame>(var reason) -> {
                    return new Poll.Aborted<>(reason);
                }
            }
        }
    }

    private @Nullable TimelineRecord read(byte[] payload, int frameIndex) {
        if (frameIndex == 0) {
            forget();
            inflater = new FrameInflater(MAX_RECORD_BYTES);
        } else if (frameIndex != nextIndex) {
            forget();
        }
        nextIndex = frameIndex + 1;
        FrameInflater stream = inflater;
        if (stream == null) {
            return null;
        }
        try {
            return record(Json.parse(stream.frame(payload)));
        } catch (DataFormatException e) {
            forget();
            return null;
        } catch (MalformedCatalogException e) {
            return null;
        }
    }

    private @Nullable TimelineRecord record(JsonNode json) {
        JsonNode group = json.path("group");
        JsonNode pts = json.path("pts");
        if (!number(group) || !number(pts)) {
            return null;
        }
        long timestampUs = MediaTime.toUs(pts.longValue(), timescale);
        return timestampUs == MediaTime.UNKNOWN
                ? null
                : new TimelineRecord(group.longValue(), timestampUs);
    }

    private static boolean number(JsonNode node) {
        return node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() >= 0
                && node.longValue() <= MAX_NUMBER;
    }

    private void forget() {
        FrameInflater stream = inflater;
        if (stream != null) {
            stream.close();
            inflater = null;
        }
    }

    /// Records that could not be read.
    public long malformedRecords() {
        return malformedRecords;
    }

    /// Sets the wake-up; see [TrackConsumer#onAvailable].
    public void onAvailable(Runnable action) {
        track.onAvailable(action);
    }

    /// Stops reading.
    @Override
    public void close() {
        track.close();
        forget();
    }
}
