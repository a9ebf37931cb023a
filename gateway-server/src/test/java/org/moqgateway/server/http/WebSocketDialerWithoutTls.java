package org.moqgateway.server.http;

import java.io.IOException;
import java.net.URI;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.Dialer;

/// Dials `ws://` where `wss://` was asked for: in front of a server without TLS.
record WebSocketDialerWithoutTls(Dialer dialer) implements Dialer {
    @Override
    public Connection dial(DialTarget target) throws IOException, InterruptedException {
        String plain = target.uri().toString().replaceFirst("wss", "ws");
        return dialer.dial(
                new DialTarget(
                        URI.create(plain),
                        target.address(),
                        target.protocols(),
                        target.trust(),
                        target.timeout()));
    }
}
