package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;

/// Asks for the broadcasts below a prefix; the first message of an announce stream (moq-lite-05
/// ANNOUNCE_REQUEST).
///
/// ```text
/// Message Length (i) Prefix (s) [Exclude Hop (i)]      the hop in 04 and 05 only
/// ```
///
/// @param prefix whole parts; empty for everything
/// @param excludeHop announcements that passed this hop may be left out; 0 for none
public record AnnounceRequest(String prefix, long excludeHop) {
    /// Normalizes the prefix.
    public AnnounceRequest {
        prefix = BroadcastPath.normalize(prefix);
    }

    /// The message. The hop is left out where the version has no place for it.
    public byte[] encode(MoqVersion version) {
        WireWriter out = new WireWriter().path(prefix);
        if (version.hasExcludeHop()) {
            out.varInt(excludeHop);
        }
        return out.toMessage();
    }

    /// Reads the message; see [MessageDecoder#decode].
    ///
    /// @throws WireException when the bytes are no ANNOUNCE_REQUEST
    public static AnnounceRequest decode(ByteBuffer message, MoqVersion version)
            throws WireException {
        WireReader in = WireReader.body(message);
        AnnounceRequest request =
                new AnnounceRequest(in.path(), version.hasExcludeHop() ? in.varInt() : 0);
        in.end();
        return request;
    }
}
