package org.moqgateway.moq.transport.websocket;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/// Ends a client's socket that reads on and on without a message coming out of it: OkHttp puts
/// whole messages together, of whatever size a server announces, before anybody can look at them.
/// Counts what TLS reads, so that it is the same for `wss` and `ws`. Any thread.
final class MessageBound extends SocketFactory {
    /// Several of the largest messages that are allowed, which leaves room for the handshakes, and
    /// for what was read ahead.
    static final long MOST_BYTES = 128 * 1024;

    private final AtomicLong unseen = new AtomicLong();

    /// A message came.
    void seen() {
        unseen.set(0);
    }

    private void read(int bytes) throws IOException {
        if (bytes > 0 && unseen.addAndGet(bytes) > MOST_BYTES) {
            throw new IOException("a message larger than we allowed");
        }
    }

    @Override
    public Socket createSocket() {
        return new CountedSocket();
    }

    // The client connects by itself.

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new UnknownHostException(host);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        throw new UnknownHostException(host);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new UnknownHostException(host.getHostAddress());
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        throw new UnknownHostException(host.getHostAddress());
    }

    private final class CountedSocket extends Socket {
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
            MessageBound.this.read(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            MessageBound.this.read(count);
            return count;
        }
    }
}
