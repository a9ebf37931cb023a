package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;

/// Reads one kind of message.
///
/// @param <T> what is read
@FunctionalInterface
public interface MessageDecoder<T> {
    /// Reads one message that is wholly there, with the length, and where there is one the type,
    /// before it. The position ends up behind it.
    ///
    /// @throws WireException when the bytes are no such message
    T decode(ByteBuffer message, MoqVersion version) throws WireException;

    /// Whether a type stands before the length.
    default boolean typed(MoqVersion version) {
        return false;
    }
}
