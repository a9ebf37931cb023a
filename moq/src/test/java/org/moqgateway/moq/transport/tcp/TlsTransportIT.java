package org.moqgateway.moq.transport.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.moqgateway.moq.transport.Endpoints;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.TcpPath;
import org.moqgateway.moq.transport.TestPath;
import org.moqgateway.moq.transport.TransportContract;

/// QMux over TLS keeps the contract.
class TlsTransportIT extends TransportContract {
    @Override
    protected Endpoints open(List<String> protocols, QuicLimits limits) throws IOException {
        return new TcpEndpoints(true, protocols, limits);
    }

    @Override
    protected TestPath path(InetSocketAddress server) throws IOException {
        return new TcpPath(server);
    }
}
