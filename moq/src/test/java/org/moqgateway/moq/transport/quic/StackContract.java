package org.moqgateway.moq.transport.quic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.moqgateway.moq.transport.Endpoints;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.TestPath;
import org.moqgateway.moq.transport.TransportContract;
import org.moqgateway.moq.transport.UdpPath;
import org.moqgateway.moq.transport.quic.StackEndpoints.Binding;
import org.moqgateway.moq.transport.quic.StackEndpoints.Stack;

/// The contract between two stacks.
public abstract class StackContract extends TransportContract {
    private final StackEndpoints.Setup setup;

    /// Between the given stacks.
    protected StackContract(Stack server, Stack client, Binding binding) {
        this.setup = new StackEndpoints.Setup(server, client, binding);
    }

    @Override
    protected final Endpoints open(List<String> protocols, QuicLimits limits) throws IOException {
        return new StackEndpoints(setup, protocols, limits);
    }

    @Override
    protected final TestPath path(InetSocketAddress server) throws IOException {
        return new UdpPath(server);
    }

    /// What the two stacks can't do, whatever is over them.
    @Override
    protected final Set<Feature> lacks() {
        Set<Feature> lacks = EnumSet.noneOf(Feature.class);
        if (setup.server() == Stack.NETTY || setup.client() == Stack.NETTY) {
            // The native stack does not pass the code on.
            lacks.add(Feature.STOP_CODES);
        }
        if (setup.client() == Stack.KWIK) {
            // Kwik repairs a loss a packet at a time, and waits a whole probe timeout for a repair
            // that was lost too: on a narrow path the next stream may have ended by then.
            lacks.add(Feature.PROMPT_REPAIR);
        }
        return lacks;
    }

    /// How long Kwik keeps what belongs to a connection after its end.
    @Override
    protected final Duration lingers() {
        boolean kwik = setup.server() == Stack.KWIK || setup.client() == Stack.KWIK;
        return kwik ? Duration.ofSeconds(5) : Duration.ZERO;
    }
}
