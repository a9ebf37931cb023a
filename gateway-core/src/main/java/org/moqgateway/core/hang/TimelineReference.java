package org.moqgateway.core.hang;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Names the timeline track of a rendition (draft-lcurley-moq-hang, timeline).
///
/// @param track name of the timeline track
/// @param timescale units per second of its timestamps
/// @param wall time of timestamp 0 in `timescale` units since 2020-01-01T00:00:00Z, or null
public record TimelineReference(String track, int timescale, @Nullable Long wall) {
    /// The timescale of a catalog that does not say: milliseconds.
    public static final int DEFAULT_TIMESCALE = 1000;

    /// @throws IllegalArgumentException when the timescale is not positive
    public TimelineReference {
        Objects.requireNonNull(track);
        if (timescale <= 0) {
            throw new IllegalArgumentException("timescale is not positive: " + timescale);
        }
    }
}
