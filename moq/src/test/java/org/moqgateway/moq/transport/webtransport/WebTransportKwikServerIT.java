package org.moqgateway.moq.transport.webtransport;

import org.moqgateway.moq.transport.quic.StackContract;
import org.moqgateway.moq.transport.quic.StackEndpoints.Binding;
import org.moqgateway.moq.transport.quic.StackEndpoints.Stack;

/// WebTransport with Kwik at the server's end alone.
final class WebTransportKwikServerIT extends StackContract {
    WebTransportKwikServerIT() {
        super(Stack.KWIK, Stack.NETTY, Binding.WEBTRANSPORT);
    }
}
