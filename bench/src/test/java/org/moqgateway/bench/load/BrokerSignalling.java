package org.moqgateway.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import org.moqgateway.core.webrtc.AcceptResult;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.SessionKind;

/// Signals to a gateway in this process, without HTTP.
record BrokerSignalling(SessionBroker broker, SessionKind kind, String broadcast)
        implements Signalling {
    @Override
    public Answer offer(String offerSdp) throws IOException {
        return switch (broker.accept(kind, broadcast, offerSdp)) {
            case AcceptResult.Accepted accepted ->
                    new Answer(accepted.answerSdp(), () -> accepted.session().close("hung up"));
            case AcceptResult.Refused refused ->
                    throw new IOException(refused.reason() + ": " + refused.detail());
        };
    }

    @Override
    public InetAddress localAddress() {
        return InetAddress.getLoopbackAddress();
    }
}
