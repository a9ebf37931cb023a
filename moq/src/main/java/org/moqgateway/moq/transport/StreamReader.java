package org.moqgateway.moq.transport;

import java.nio.ByteBuffer;

/// Reads one stream, on the connection's loop.
public interface StreamReader {
    /// Bytes came, in order and without gaps; how they are cut means nothing.
    ///
    /// @param bytes valid until this returns
    void data(ByteBuffer bytes);

    /// The peer finished the stream. The last call.
    void finished();

    /// The peer reset the stream. The last call; bytes before it may have been lost.
    ///
    /// @param code the peer's application code
    void reset(long code);
}
