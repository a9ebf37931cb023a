package org.moqgateway.moq.transport;

import java.nio.ByteBuffer;

/// Hears what the peer does, on the connection's loop.
public interface ConnectionListener {
    /// The peer opened a stream. Its reader must be set before this returns.
    void uniStream(ReceiveStream stream);

    /// The peer opened a stream in both directions. Its reader must be set before this returns.
    void bidiStream(BidiStream stream);

    /// A datagram came.
    ///
    /// @param datagram valid until this returns
    void datagram(ByteBuffer datagram);

    /// The connection has ended, whoever ended it. The last call; the streams' own callbacks do not
    /// come after it.
    void closed(CloseReason reason);
}
