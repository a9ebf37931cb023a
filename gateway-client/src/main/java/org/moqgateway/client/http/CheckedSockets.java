package org.moqgateway.client.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.moqgateway.moq.transport.tls.CountedSockets;

/// Sockets that connect to the addresses that were checked and to no other, whoever looked them up,
/// and that end when more comes in than an answer may have: a library may put headers or frames of
/// any size together before anybody can look at them. Counts what TLS reads. Any thread.
final class CheckedSockets extends CountedSockets {
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

    @Override
    protected void read(int bytes) throws IOException {
        if (read.addAndGet(bytes) > MOST_BYTES) {
            exceeded = true;
            throw new IOException("more than " + MOST_BYTES + " bytes for one answer");
        }
    }

    @Override
    protected void connecting(SocketAddress to) throws IOException {
        if (!(to instanceof InetSocketAddress address)
                || address.getAddress() == null
                || !allowed.contains(address.getAddress())) {
            throw new IOException("not an address that was checked: " + to);
        }
    }
}
