package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Asks the peer to leave soon; the only message of a goaway stream, of which there is at most one
/// (moq-lite-05 GOAWAY).
///
/// ```text
/// Message Length (i) New Session URI (s)
/// ```
///
/// @param uri where to go instead, at most [#MAX_URI_BYTES] of UTF-8; empty for the same place
public record Goaway(String uri) {
    /// The longest URI.
    public static final int MAX_URI_BYTES = 8192;

    /// @throws IllegalArgumentException when the URI is too long
    public Goaway {
        if (uri.getBytes(StandardCharsets.UTF_8).length > MAX_URI_BYTES) {
            throw new IllegalArgumentException("URI is longer than " + MAX_URI_BYTES + " bytes");
        }
    }

    /// The message.
    ///
    /// @throws IllegalArgumentException when the version has no GOAWAY
    public byte[] encode(MoqVersion version) {
        WireWriter.require(version.hasGoaway(), "GOAWAY", version);
        return new WireWriter().string(uri).toMessage();
    }

    /// Reads the message; see [MessageDecoder#decode].
    ///
    /// @throws WireException when the bytes are no GOAWAY, or the version has none
    public static Goaway decode(ByteBuffer message, MoqVersion version) throws WireException {
        WireReader.require(version.hasGoaway(), "GOAWAY", version);
        WireReader in = WireReader.body(message);
        byte[] uri = in.bytes();
        in.end();
        if (uri.length > MAX_URI_BYTES) {
            throw WireReader.malformed("URI of " + uri.length + " bytes");
        }
        return new Goaway(WireReader.utf8(uri));
    }
}
