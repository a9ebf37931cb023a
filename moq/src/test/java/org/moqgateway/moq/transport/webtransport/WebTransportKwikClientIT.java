package org.moqgateway.moq.transport.webtransport;

import org.moqgateway.moq.transport.quic.StackContract;
import org.moqgateway.moq.transport.quic.StackEndpoints.Binding;
import org.moqgateway.moq.transport.quic.StackEndpoints.Stack;

/// WebTransport with Kwik at the client's end alone.
final class WebTransportKwikClientIT extends StackContract {
    WebTransportKwikClientIT() {
        super(Stack.NETTY, Stack.KWIK, Binding.WEBTRANSPORT);
    }
}
