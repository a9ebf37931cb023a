package org.moqgateway.moq.transport.kwik;

import org.moqgateway.moq.transport.quic.StackContract;
import org.moqgateway.moq.transport.quic.StackEndpoints.Binding;
import org.moqgateway.moq.transport.quic.StackEndpoints.Stack;

/// A client by Kwik and a native server.
final class KwikClientIT extends StackContract {
    KwikClientIT() {
        super(Stack.NETTY, Stack.KWIK, Binding.RAW);
    }
}
