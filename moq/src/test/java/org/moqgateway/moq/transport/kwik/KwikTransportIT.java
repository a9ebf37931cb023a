package org.moqgateway.moq.transport.kwik;

import org.moqgateway.moq.transport.quic.StackContract;
import org.moqgateway.moq.transport.quic.StackEndpoints.Binding;
import org.moqgateway.moq.transport.quic.StackEndpoints.Stack;

/// Kwik at both ends.
final class KwikTransportIT extends StackContract {
    KwikTransportIT() {
        super(Stack.KWIK, Stack.KWIK, Binding.RAW);
    }
}
