package org.moqgateway.moq.transport.netty;

import org.moqgateway.moq.transport.quic.StackContract;
import org.moqgateway.moq.transport.quic.StackEndpoints.Binding;
import org.moqgateway.moq.transport.quic.StackEndpoints.Stack;

/// Netty at both ends.
final class NettyTransportIT extends StackContract {
    NettyTransportIT() {
        super(Stack.NETTY, Stack.NETTY, Binding.RAW);
    }
}
