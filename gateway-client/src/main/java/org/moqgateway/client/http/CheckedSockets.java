package org.moqgateway.client.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/// Sockets that connect to the addresses that were checked and to no other, whoever looked them up,
/// and that end when more comes in than an answer may have: a library may put headers or frames of
/// any size together before anybody can look at them. Counts what TLS reads. Any thread.
final class CheckedSockets extends SocketFactory {
    /// A body, the headers, and room for the handshake; less than OkHttp's own limit for headers,
    /// so that this one speaks first.
    static final long MOST_BYTES = 240 * 1024;

    private final List<InetAddress> allowed;
    private final AtomicLong read = new AtomicLong();
    private volatile boolean exceeded;

    CheckedSockets(List<InetAddress> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /// A request begins.
    void begin() {
        read.set(0);
        exceeded = false;
    }

    /// Whether a socket has ended because more came in than an answer may have.
    boolean exceeded() {
        return exceeded;
    }

    private void read(int bytes) throws IOException {
        if (bytes > 0 && read.addAndGet(bytes) > MOST_BYTES) {
            exceeded = true;
            throw new IOException("more than " + MOST_BYTES + " bytes for one answer");
        }
    }

    @Override
    public Socket createSocket() {
        return new CheckedSocket();
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

    private final class CheckedSocket extends Socket {
        @Override
        public void connect(SocketAddress to, int timeoutMillis) throws IOException {
            if (!(to instanceof InetSocketAddress address)
                    || address.getAddress() == null
                    || !allowed.contains(address.getAddress())) {
                throw new IOException("not an address that was checked: " + to);
            }
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
            CheckedSockets.this.read(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            CheckedSockets.this.read(count);
            return count;
        }
    }
}
