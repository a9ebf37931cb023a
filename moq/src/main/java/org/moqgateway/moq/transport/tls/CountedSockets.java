package org.moqgateway.moq.transport.tls;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import javax.net.SocketFactory;

/// Sockets for a client that tell of every byte that comes in, below TLS: a library may put parts
/// of any size together before anybody can look at them. They are made unconnected alone, as such
/// a client connects by itself. Any thread.
public abstract class CountedSockets extends SocketFactory {
    /// For what bounds them.
    protected CountedSockets() {}

    /// Bytes came in on one of the sockets. On the thread that reads.
    ///
    /// @param bytes at least one
    /// @throws IOException when it shall read no more
    protected abstract void read(int bytes) throws IOException;

    /// A socket is about to connect. On the thread that connects.
    ///
    /// @throws IOException when it shall not
    protected void connecting(SocketAddress to) throws IOException {
        // Wherever the client wants.
    }

    @Override
    public final Socket createSocket() {
        return new CountedSocket();
    }

    @Override
    public final Socket createSocket(String host, int port) throws IOException {
        throw new UnknownHostException(host);
    }

    @Override
    public final Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        throw new UnknownHostException(host);
    }

    @Override
    public final Socket createSocket(InetAddress host, int port) throws IOException {
        throw new UnknownHostException(host.getHostAddress());
    }

    @Override
    public final Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        throw new UnknownHostException(host.getHostAddress());
    }

    private final class CountedSocket extends Socket {
        @Override
        public void connect(SocketAddress to, int timeoutMillis) throws IOException {
            connecting(to);
            super.connect(to, timeoutMillis);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new CountedStream(super.getInputStream());
        }
    }

    private final class CountedStream extends FilterInputStream {
        CountedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            count(count);
            return count;
        }

        private void count(int bytes) throws IOException {
            if (bytes > 0) {
                CountedSockets.this.read(bytes);
            }
        }
    }
}
