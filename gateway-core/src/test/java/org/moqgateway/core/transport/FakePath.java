package org.moqgateway.core.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.moqgateway.core.net.DatagramPath;

/// A path that leads nowhere.
final class FakePath implements DatagramPath {
    private final InetSocketAddress address;
    final AtomicInteger sent = new AtomicInteger();
    final Set<InetSocketAddress> destinations = ConcurrentHashMap.newKeySet();
    volatile boolean closed;

    FakePath(String address, int port) {
        this.address = new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    @Override
    public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
        sent.incrementAndGet();
        destinations.add(destination);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        closed = true;
    }
}
