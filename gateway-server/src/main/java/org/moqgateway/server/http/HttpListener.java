package org.moqgateway.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.moqgateway.server.config.HostPort;

/// The bound HTTP socket. It is bound before anything else is started, so that a port in use stops
/// start-up at once and a picked port is known early.
///
/// @param channel owned by whoever serves it
public record HttpListener(ServerSocketChannel channel) implements AutoCloseable {
    /// Binds; connections wait in the kernel until they are served.
    ///
    /// @throws IOException when the name is unknown or the port is taken
    public static HttpListener bind(HostPort address) throws IOException {
        InetSocketAddress resolved = address.resolve();
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(resolved, 1024);
            return new HttpListener(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// The bound port.
    public int port() {
        return channel.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
