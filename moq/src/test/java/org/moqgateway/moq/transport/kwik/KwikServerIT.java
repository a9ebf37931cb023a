package org.moqgateway.moq.transport.kwik;

import org.moqgateway.moq.transport.quic.StackContract;
import org.moqgateway.moq.transport.quic.StackEndpoints.Binding;
import org.moqgateway.moq.transport.quic.StackEndpoints.Stack;

/// A native client and a server by Kwik.
final class KwikServerIT extends StackContract {
    KwikServerIT() {
        super(Stack.KWIK, Stack.NETTY, Binding.RAW);
    }
}
