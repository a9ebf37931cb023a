package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;
import java.util.Objects;

/// Changes what a subscriber wishes; any number of them follow the SUBSCRIBE (moq-lite-05
/// SUBSCRIBE_UPDATE).
///
/// ```text
/// Message Length (i) [SubscribeOptions]
/// ```
///
/// @param options what is wished from now on
public record SubscribeUpdate(SubscribeOptions options) {
    /// The message; alike in all versions.
    public byte[] encode(MoqVersion version) {
        Objects.requireNonNull(version);
        return options.encode(new WireWriter()).toMessage();
    }

    /// Reads the message; see [MessageDecoder#decode].
    ///
    /// @throws WireException when the bytes are no SUBSCRIBE_UPDATE
    public static SubscribeUpdate decode(ByteBuffer message, MoqVersion version)
            throws WireException {
        Objects.requireNonNull(version);
        WireReader in = WireReader.body(message);
        SubscribeUpdate update = new SubscribeUpdate(SubscribeOptions.decode(in));
        in.end();
        return update;
    }
}
