package org.moqgateway.core.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.moqgateway.core.net.DatagramPath;

/// A path that carries nothing, at 198.51.100.7 or another address for documentation.
final class FakePath implements DatagramPath {
    private final InetSocketAddress address;
    volatile boolean closed;

    FakePath(String address, int port) {
        this.address = new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    @Override
    public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {}

    @Override
    public void flush() {}

    @Override
    public void close() {
        closed = true;
    }
}
