package org.moqgateway.moq.transport.webtransport;

import org.moqgateway.moq.transport.quic.StackContract;
import org.moqgateway.moq.transport.quic.StackEndpoints.Binding;
import org.moqgateway.moq.transport.quic.StackEndpoints.Stack;

/// WebTransport on Kwik.
final class WebTransportKwikIT extends StackContract {
    WebTransportKwikIT() {
        super(Stack.KWIK, Stack.KWIK, Binding.WEBTRANSPORT);
    }
}
