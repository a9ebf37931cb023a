package org.moqgateway.moq.transport.memory;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.TransportKind;

/// The server's end of a link, as a client that knocks.
public final class MemoryIncoming implements IncomingSession {
    private final MemoryConnection connection;
    private final List<String> protocols;
    private int rejectedStatus;
    private long rejectedCode;

    /// @param connection the server's end
    /// @param protocols what both speak
    public MemoryIncoming(MemoryConnection connection, List<String> protocols) {
        this.connection = connection;
        this.protocols = protocols;
    }

    /// The status that it was turned away with; 0 when it was not.
    public int rejectedStatus() {
        return rejectedStatus;
    }

    /// The code that it was turned away with.
    public long rejectedCode() {
        return rejectedCode;
    }

    @Override
    public TransportKind kind() {
        return connection.kind();
    }

    @Override
    public @Nullable String target() {
        return connection.target();
    }

    @Override
    public @Nullable String host() {
        return "relay.example";
    }

    @Override
    public List<String> protocols() {
        return protocols;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public Connection accept(String protocol) {
        return connection;
    }

    @Override
    public void reject(int httpStatus, long code, String reason) {
        rejectedStatus = httpStatus;
        rejectedCode = code;
        connection.close(code, reason);
    }
}
