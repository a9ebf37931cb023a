package org.moqgateway.moq.transport;

import java.net.InetSocketAddress;

/// A way to a server that can be narrowed and cut. Loopback only.
public interface TestPath extends AutoCloseable {
    /// Where a client dials instead of the server.
    InetSocketAddress address();

    /// Limits what goes from the client to the server.
    ///
    /// @param bytesPerSecond 0 for no limit
    void limit(int bytesPerSecond);

    /// Swallows everything from now on, in both directions and without a word.
    void cut();

    @Override
    void close();
}
