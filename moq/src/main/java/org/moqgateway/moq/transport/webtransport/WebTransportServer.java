package org.moqgateway.moq.transport.webtransport;

import java.util.List;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.SessionAcceptor;

/// The server's end of HTTP/3: answers extended CONNECT with WebTransport sessions and any other
/// request with 404.
public final class WebTransportServer {
    /// The ALPN token of HTTP/3 (RFC 9114 §3.1).
    public static final String ALPN = "h3";

    private WebTransportServer() {}

    /// Starts the connection and offers each session that its client asks for to the acceptor, on
    /// the connection's loop. Any thread.
    ///
    /// @param raw a QUIC connection with the protocol `h3`, not started; owned from now on
    /// @param limits what the QUIC server allows
    /// @param protocols the MoQ protocols that we speak
    public static void serve(
            Connection raw, QuicLimits limits, List<String> protocols, SessionAcceptor acceptor) {
        ServerConnection connection =
                new ServerConnection(raw, limits, List.copyOf(protocols), acceptor);
        if (raw.loop().inLoop()) {
            connection.begin();
        } else {
            raw.loop().execute(connection::begin);
        }
    }
}
