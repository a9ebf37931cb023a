package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;

/// Begins the answer on an announce stream (moq-lite-05 ANNOUNCE_OK).
///
/// ```text
/// Message Length (i) Origin (i) Active Count (i)
/// ```
///
/// @param origin hop id of the sender, which the receiver adds to every announcement of the stream;
///     0 when it has none
/// @param active how many announcements follow at once: the broadcasts that exist now
public record AnnounceOk(long origin, long active) {
    /// The message.
    ///
    /// @throws IllegalArgumentException when the version has no ANNOUNCE_OK
    public byte[] encode(MoqVersion version) {
        WireWriter.require(version.hasAnnounceOk(), "ANNOUNCE_OK", version);
        return new WireWriter().varInt(origin).varInt(active).toMessage();
    }

    /// Reads the message; see [MessageDecoder#decode].
    ///
    /// @throws WireException when the bytes are no ANNOUNCE_OK, or the version has none
    public static AnnounceOk decode(ByteBuffer message, MoqVersion version) throws WireException {
        WireReader.require(version.hasAnnounceOk(), "ANNOUNCE_OK", version);
        WireReader in = WireReader.body(message);
        AnnounceOk ok = new AnnounceOk(in.varInt(), in.varInt());
        in.end();
        return ok;
    }
}
