package org.moqgateway.moq.transport.webtransport;

import org.moqgateway.moq.transport.quic.StackContract;
import org.moqgateway.moq.transport.quic.StackEndpoints.Binding;
import org.moqgateway.moq.transport.quic.StackEndpoints.Stack;

/// WebTransport on the native stack.
final class WebTransportNettyIT extends StackContract {
    WebTransportNettyIT() {
        super(Stack.NETTY, Stack.NETTY, Binding.WEBTRANSPORT);
    }
}
