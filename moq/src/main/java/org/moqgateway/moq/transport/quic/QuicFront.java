package org.moqgateway.moq.transport.quic;

import java.util.ArrayList;
import java.util.List;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.RawAcceptor;
import org.moqgateway.moq.transport.SessionAcceptor;
import org.moqgateway.moq.transport.webtransport.WebTransportServer;

/// Sorts the connections of a QUIC server by their ALPN token: one of the MoQ protocols is a
/// session as it is, `h3` carries WebTransport sessions (moq-lite-05 Transports).
public final class QuicFront implements RawAcceptor {
    private static final long UNKNOWN_PROTOCOL = 0x178;

    private final QuicLimits limits;
    private final List<String> protocols;
    private final SessionAcceptor acceptor;

    /// Both kinds of sessions go to the same acceptor.
    ///
    /// @param limits what the server allows
    /// @param protocols the MoQ protocols that we speak, favourite first
    public QuicFront(QuicLimits limits, List<String> protocols, SessionAcceptor acceptor) {
        this.limits = limits;
        this.protocols = List.copyOf(protocols);
        this.acceptor = acceptor;
    }

    /// The ALPN tokens that a server with this front offers, favourite first.
    public List<String> applicationProtocols() {
        List<String> tokens = new ArrayList<>(protocols);
        tokens.add(WebTransportServer.ALPN);
        return List.copyOf(tokens);
    }

    @Override
    public void connected(Connection raw) {
        if (raw.protocol().equals(WebTransportServer.ALPN)) {
            WebTransportServer.serve(raw, limits, protocols, acceptor);
        } else if (protocols.contains(raw.protocol())) {
            acceptor.incoming(new QuicSession(raw));
        } else {
            raw.close(UNKNOWN_PROTOCOL, "no such protocol: " + raw.protocol());
        }
    }
}
