package org.moqgateway.moq.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// One server and one dialer of the bindings under test.
public interface Endpoints extends AutoCloseable {
    /// Where the server listens: loopback.
    InetSocketAddress address();

    /// What a client must believe to get in, such as the pin of the server's certificate.
    TlsTrust trust();

    /// Dials the server, perhaps by a [TestPath].
    ///
    /// @param address where, the server's own or the path's
    Connection dial(InetSocketAddress address, List<String> protocols, TlsTrust trust)
            throws IOException, InterruptedException;

    /// The server's end of the next connection, not started yet; waits for it for some seconds.
    Connection accepted() throws InterruptedException;

    /// Stops the server and the dialer.
    @Override
    void close();
}
