package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;
import java.util.Objects;

/// Asks for a track; the first message of a subscribe stream (moq-lite-05 SUBSCRIBE).
///
/// ```text
/// Message Length (i) Subscribe Id (i) Broadcast (s) Track (s) [SubscribeOptions]
/// ```
///
/// @param id chosen by the subscriber, unique in the session; groups and datagrams name it
/// @param broadcast path of the broadcast
/// @param track name of the track
/// @param options what is wished
public record Subscribe(long id, String broadcast, String track, SubscribeOptions options) {
    /// Normalizes the path.
    public Subscribe {
        broadcast = BroadcastPath.normalize(broadcast);
        Objects.requireNonNull(track);
        Objects.requireNonNull(options);
    }

    /// The message; alike in all versions.
    public byte[] encode(MoqVersion version) {
        Objects.requireNonNull(version);
        WireWriter out = new WireWriter().varInt(id).path(broadcast).string(track);
        return options.encode(out).toMessage();
    }

    /// Reads the message; see [MessageDecoder#decode].
    ///
    /// @throws WireException when the bytes are no SUBSCRIBE
    public static Subscribe decode(ByteBuffer message, MoqVersion version) throws WireException {
        Objects.requireNonNull(version);
        WireReader in = WireReader.body(message);
        Subscribe subscribe =
                new Subscribe(in.varInt(), in.path(), in.trackName(), SubscribeOptions.decode(in));
        in.end();
        return subscribe;
    }
}
