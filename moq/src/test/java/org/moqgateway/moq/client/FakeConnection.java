package org.moqgateway.moq.client;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.PathStats;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.TransportLoop;

/// A connection of which a dialer only needs to know where it leads and that it can be closed.
final class FakeConnection implements Connection {
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final TransportKind kind;
    private final InetSocketAddress address;

    FakeConnection(TransportKind kind, InetSocketAddress address) {
        this.kind = kind;
        this.address = address;
    }

    @Override
    public TransportKind kind() {
        return kind;
    }

    @Override
    public String protocol() {
        return "moq-lite-05";
    }

    @Override
    public String target() {
        return "/";
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return address;
    }

    @Override
    public void close(long code, String reason) {
        closed.complete(new CloseReason(CloseReason.By.LOCAL, code, reason));
    }

    @Override
    public TransportLoop loop() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start(ConnectionListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SendStream openUni() {
        throw new UnsupportedOperationException();
    }

    @Override
    public BidiStream openBidi() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int maxDatagramBytes() {
        return 0;
    }

    @Override
    public boolean sendDatagram(ByteBuffer datagram) {
        return false;
    }

    @Override
    public PathStats stats() {
        return PathStats.UNKNOWN;
    }
}
