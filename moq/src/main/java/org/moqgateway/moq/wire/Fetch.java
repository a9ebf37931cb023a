package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;
import java.util.Objects;

/// Asks for one group; the only message of a fetch stream (moq-lite-05 FETCH). The answer is the
/// group's frames, one after the other as on a group stream but without a GROUP header, and the end
/// of the stream; [GroupReader#ofFetch] reads it.
///
/// ```text
/// Message Length (i) Broadcast (s) Track (s) Priority (8) Group (i)
/// ```
///
/// The message exists from 03 on, yet only 05 tells a track's timescale, and upstream refuses the
/// stream before it: see [BidiStreamType#existsIn].
///
/// @param broadcast path of the broadcast
/// @param track name of the track
/// @param priority 0 to 255, higher first
/// @param group its sequence
public record Fetch(String broadcast, String track, int priority, long group) {
    /// Normalizes the path.
    public Fetch {
        broadcast = BroadcastPath.normalize(broadcast);
        Objects.requireNonNull(track);
        if (priority < 0 || priority > 0xff) {
            throw new IllegalArgumentException("priority is not within 0..255: " + priority);
        }
    }

    /// The message; alike in all versions.
    public byte[] encode(MoqVersion version) {
        Objects.requireNonNull(version);
        return new WireWriter()
                .path(broadcast)
                .string(track)
                .uint8(priority)
                .varInt(group)
                .toMessage();
    }

    /// Reads the message; see [MessageDecoder#decode].
    ///
    /// @throws WireException when the bytes are no FETCH
    public static Fetch decode(ByteBuffer message, MoqVersion version) throws WireException {
        Objects.requireNonNull(version);
        WireReader in = WireReader.body(message);
        Fetch fetch = new Fetch(in.path(), in.trackName(), in.uint8(), in.varInt());
        in.end();
        return fetch;
    }
}
