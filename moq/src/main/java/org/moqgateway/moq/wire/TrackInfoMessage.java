package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;
import java.time.Duration;

/// What the publisher fixed about a track; the only answer on a track stream (moq-lite-05
/// TRACK_INFO).
///
/// ```text
/// Message Length (i) Priority (8) Ordered (8) Max Age (i, ms) Timescale (i)
/// ```
///
/// @param priority 0 to 255, decides between tracks that the subscriber ranks alike
/// @param ordered the publisher's preference; upstream ignores it
/// @param maxAge how long a group is kept after a newer one began; sent in whole milliseconds
/// @param timescale units per second of the timestamps of its frames, at least 1
public record TrackInfoMessage(int priority, boolean ordered, Duration maxAge, long timescale) {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException when one is out of its range
    public TrackInfoMessage {
        if (priority < 0 || priority > 0xff) {
            throw new IllegalArgumentException("priority is not within 0..255: " + priority);
        }
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("age is negative: " + maxAge);
        }
        if (timescale < 1) {
            throw new IllegalArgumentException("timescale is not positive: " + timescale);
        }
    }

    /// The message.
    ///
    /// @throws IllegalArgumentException when the version has no TRACK_INFO
    public byte[] encode(MoqVersion version) {
        WireWriter.require(version.hasTrackStream(), "TRACK_INFO", version);
        return new WireWriter()
                .uint8(priority)
                .uint8(ordered ? 1 : 0)
                .milliseconds(maxAge)
                .varInt(timescale)
                .toMessage();
    }

    /// Reads the message; see [MessageDecoder#decode].
    ///
    /// @throws WireException when the bytes are no TRACK_INFO, or the version has none
    public static TrackInfoMessage decode(ByteBuffer message, MoqVersion version)
            throws WireException {
        WireReader.require(version.hasTrackStream(), "TRACK_INFO", version);
        WireReader in = WireReader.body(message);
        int priority = in.uint8();
        boolean ordered = in.uint8() != 0;
        Duration maxAge = in.milliseconds();
        long timescale = in.varInt();
        in.end();
        if (timescale == 0) {
            throw WireReader.malformed("timescale is 0");
        }
        return new TrackInfoMessage(priority, ordered, maxAge, timescale);
    }
}
