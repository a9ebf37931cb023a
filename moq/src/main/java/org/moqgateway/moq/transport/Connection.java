package org.moqgateway.moq.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One established connection.
///
/// Every method but [#loop] and [#close] belongs to the connection's loop, and every callback comes
/// there. No method throws because the connection has ended: writes are dropped, streams opened
/// then are born reset.
public interface Connection {
    /// What carries it.
    TransportKind kind();

    /// The agreed protocol, such as `moq-lite-05`: ALPN token, `WT-Protocol` or sub-protocol
    /// without its QMux prefix.
    String protocol();

    /// Path and query that the client asked for, such as `/anon?jwt=…`; null where the binding
    /// carries none.
    @Nullable String target();

    /// The peer's address; of a WebSocket behind a proxy, the proxy's.
    InetSocketAddress remoteAddress();

    /// The loop that owns this connection. Any thread.
    TransportLoop loop();

    /// Begins delivery. Called once; what arrives earlier is kept back, in order and within the
    /// flow control's bounds.
    void start(ConnectionListener listener);

    /// Opens a stream towards the peer. It takes bytes at once; they wait while the peer's limit of
    /// streams is reached.
    SendStream openUni();

    /// Opens a stream in both directions, as [#openUni].
    BidiStream openBidi();

    /// Bytes of the largest datagram that can be sent now; 0 where the binding has none.
    int maxDatagramBytes();

    /// Sends a datagram if it can leave now.
    ///
    /// @param datagram from position to limit; not used after the return
    /// @return false when it was dropped: too large, congested, or no datagrams here
    boolean sendDatagram(ByteBuffer datagram);

    /// What is known of the path.
    PathStats stats();

    /// Ends the connection and all its streams, telling the peer. Idempotent; any thread. The
    /// listener hears of it.
    ///
    /// @param code the application's code, 0 for a normal end
    /// @param reason for people, shortened to 512 bytes
    void close(long code, String reason);
}
