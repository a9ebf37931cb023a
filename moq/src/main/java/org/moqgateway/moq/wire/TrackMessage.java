package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;
import java.util.Objects;

/// Asks for what the publisher fixed about a track; the only message of a track stream (moq-lite-05
/// TRACK).
///
/// ```text
/// Message Length (i) Broadcast (s) Track (s)
/// ```
///
/// @param broadcast path of the broadcast
/// @param track name of the track
public record TrackMessage(String broadcast, String track) {
    /// Normalizes the path.
    public TrackMessage {
        broadcast = BroadcastPath.normalize(broadcast);
        Objects.requireNonNull(track);
    }

    /// The message.
    ///
    /// @throws IllegalArgumentException when the version has no TRACK
    public byte[] encode(MoqVersion version) {
        WireWriter.require(version.hasTrackStream(), "TRACK", version);
        return new WireWriter().path(broadcast).string(track).toMessage();
    }

    /// Reads the message; see [MessageDecoder#decode].
    ///
    /// @throws WireException when the bytes are no TRACK, or the version has none
    public static TrackMessage decode(ByteBuffer message, MoqVersion version) throws WireException {
        WireReader.require(version.hasTrackStream(), "TRACK", version);
        WireReader in = WireReader.body(message);
        TrackMessage track = new TrackMessage(in.path(), in.trackName());
        in.end();
        return track;
    }
}
