package org.moqgateway.bench.relay;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.moqgateway.moq.client.Bindings;
import org.moqgateway.moq.client.DialSettings;
import org.moqgateway.moq.client.MoqDialer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.session.Grant;
import org.moqgateway.moq.session.MoqSession;
import org.moqgateway.moq.session.SessionConfig;
import org.moqgateway.moq.session.SessionMetrics;
import org.moqgateway.moq.session.SessionSettings;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.Dialer;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.netty.NettyQuicDialer;
import org.moqgateway.moq.transport.tls.TlsTrust;
import org.moqgateway.moq.transport.websocket.WebSocketDialer;
import org.moqgateway.moq.transport.webtransport.WebTransportDialer;

/// Dials relays and runs sessions on our own client. Any thread.
final class Clients implements AutoCloseable {
    private final NettyQuicDialer quic = new NettyQuicDialer(QuicLimits.DEFAULT);
    private final SessionMetrics metrics = new SessionMetrics();
    private final MoqDialer dialer;
    private final MoqDialer webSockets;

    /// What is measured must not depend on which of two bindings was faster: `http` and `https` are
    /// WebTransport alone here, WebSocket is `ws` and `wss`.
    ///
    /// @param versions MoQ versions offered, favourite first
    /// @param trust which certificates are believed
    Clients(List<String> versions, TlsTrust trust) {
        DialSettings settings = DialSettings.standard(versions, trust);
        Dialer webTransport = new WebTransportDialer(quic, QuicLimits.DEFAULT);
        dialer = new MoqDialer(new Bindings(quic, webTransport, null, null), settings);
        webSockets = new MoqDialer(new Bindings(null, null, new WebSocketDialer(), null), settings);
    }

    /// One session and what it runs on.
    record Client(MoqSession session, Connection connection) implements AutoCloseable {
        @Override
        public void close() {
            session.close();
        }
    }

    /// Dials and runs a session. Blocks until connected.
    ///
    /// @param origin what the session announces and hears of
    /// @param grant what is offered to the relay and asked for
    /// @throws IOException when the relay cannot be reached or refuses
    Client connect(URI relay, Origin origin, Grant grant) throws IOException, InterruptedException {
        boolean webSocket = relay.getScheme().startsWith("ws");
        Connection connection = (webSocket ? webSockets : dialer).dial(relay);
        String query = relay.getRawQuery() == null ? "" : "?" + relay.getRawQuery();
        String path = relay.getRawPath().isEmpty() ? "/" : relay.getRawPath();
        MoqSession session =
                MoqSession.client(
                        connection,
                        new SessionConfig(
                                origin,
                                grant,
                                path + query,
                                null,
                                SessionSettings.defaults(),
                                metrics));
        return new Client(session, connection);
    }

    @Override
    public void close() {
        quic.close();
    }
}
