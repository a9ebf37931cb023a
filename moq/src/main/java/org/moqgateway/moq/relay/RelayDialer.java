package org.moqgateway.moq.relay;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.moqgateway.moq.transport.Connection;

/// Opens a connection to a relay, over whatever binding gets through.
@FunctionalInterface
public interface RelayDialer {
    /// Blocks until the connection is there.
    ///
    /// @param timeout for all of it
    /// @throws IOException naming what failed
    /// @throws InterruptedException when the caller is interrupted; nothing stays open
    Connection dial(URI uri, Duration timeout) throws IOException, InterruptedException;
}
