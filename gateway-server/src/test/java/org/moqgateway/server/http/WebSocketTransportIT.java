package org.moqgateway.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.moqgateway.moq.transport.Endpoints;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.TcpPath;
import org.moqgateway.moq.transport.TestPath;
import org.moqgateway.moq.transport.TransportContract;

/// QMux over WebSocket keeps the contract, from OkHttp to Jetty. Plain, since a proxy in front of
/// the server does TLS.
class WebSocketTransportIT extends TransportContract {
    @Override
    protected Endpoints open(List<String> protocols, QuicLimits limits) throws IOException {
        return new WebSocketEndpoints(protocols, limits);
    }

    @Override
    protected TestPath path(InetSocketAddress server) throws IOException {
        return new TcpPath(server);
    }

    @Override
    protected Set<Feature> lacks() {
        return EnumSet.of(Feature.CERTIFICATES);
    }
}
