package org.moqgateway.moq.transport.webtransport;

import java.io.IOException;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.DialRefusedException;

/// The server's answer to our request.
final class ResponseStream extends ConnectStream {
    private static final int FIRST_FINAL = 200;
    private static final int OK = 200;

    private final ClientConnection http;
    private final WebTransportSession session;

    ResponseStream(ClientConnection http, BidiStream stream, WebTransportSession session) {
        super(http, stream);
        this.http = http;
        this.session = session;
    }

    @Override
    boolean headers(Message message) {
        int status = message.status();
        String protocol = message.agreedProtocol().orElse("");
        if (status > 0 && status < FIRST_FINAL) {
            return false;
        }
        if (status != OK) {
            over();
            http.fail(new DialRefusedException(status, "the server answered status " + status));
        } else if (!http.target().protocols().contains(protocol)) {
            over();
            http.fail(new IOException("the server agreed to none of our protocols"));
        } else {
            leadsTo(session);
            session.agreed(protocol);
            http.succeed();
        }
        return true;
    }

    @Override
    void failed(String why) {
        http.fail(new IOException(why));
    }

    @Override
    void peerClosed(WebTransportSession ended, long code, String reason) {
        super.peerClosed(ended, code, reason);
        http.confirmed();
    }
}
