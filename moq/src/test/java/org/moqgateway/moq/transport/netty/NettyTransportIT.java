package org.moqgateway.moq.transport.netty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.moqgateway.moq.transport.Endpoints;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.TestPath;
import org.moqgateway.moq.transport.TransportContract;
import org.moqgateway.moq.transport.UdpPath;

/// Netty at both ends. It does not pass on the code of STOP_SENDING.
final class NettyTransportIT extends TransportContract {
    @Override
    protected Endpoints open(List<String> protocols, QuicLimits limits) throws IOException {
        return new NettyEndpoints(protocols, limits);
    }

    @Override
    protected TestPath path(InetSocketAddress server) throws IOException {
        return new UdpPath(server);
    }

    @Override
    protected Set<Feature> lacks() {
        return EnumSet.of(Feature.STOP_CODES);
    }
}
