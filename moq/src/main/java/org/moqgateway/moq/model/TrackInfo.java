package org.moqgateway.moq.model;

import java.time.Duration;
import java.util.Objects;

/// What the publisher fixes about a track when it creates it (moq-lite-05 TRACK_INFO).
///
/// @param name unique within the broadcast, not empty
/// @param priority 0 to 255, higher is sent first
/// @param timescale units per second of the timestamps on the wire
/// @param maxAge how long a group is kept after a newer one began; the newest is always kept
/// @param maxBytes bytes that the track keeps at most; one group alone may not exceed it
public record TrackInfo(String name, int priority, int timescale, Duration maxAge, long maxBytes) {
    /// Retention of a track that is read at the live edge.
    public static final Duration DEFAULT_MAX_AGE = Duration.ofSeconds(5);

    /// Retention of a media track, which may be read as history.
    public static final Duration MEDIA_MAX_AGE = Duration.ofSeconds(30);

    /// Bytes kept unless said otherwise.
    public static final long DEFAULT_MAX_BYTES = 32L * 1024 * 1024;

    /// Timestamps in milliseconds.
    public static final int MILLISECONDS = 1_000;

    /// Timestamps in microseconds.
    public static final int MICROSECONDS = 1_000_000;

    /// @throws IllegalArgumentException when a component is out of its range
    public TrackInfo {
        Objects.requireNonNull(maxAge);
        check(!name.isEmpty(), "name is empty");
        check(priority >= 0 && priority <= 255, "priority is not within 0..255: " + priority);
        check(timescale > 0, "timescale is not positive: " + timescale);
        check(!maxAge.isNegative(), "maxAge is negative: " + maxAge);
        check(maxBytes > 0, "maxBytes is not positive: " + maxBytes);
    }

    /// A track followed at its live edge: millisecond timestamps, 5 s, 32 MiB.
    public static TrackInfo live(String name, int priority) {
        return new TrackInfo(name, priority, MILLISECONDS, DEFAULT_MAX_AGE, DEFAULT_MAX_BYTES);
    }

    /// A media track: microsecond timestamps, 30 s, 32 MiB.
    public static TrackInfo media(String name, int priority) {
        return new TrackInfo(name, priority, MICROSECONDS, MEDIA_MAX_AGE, DEFAULT_MAX_BYTES);
    }

    private static void check(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}
