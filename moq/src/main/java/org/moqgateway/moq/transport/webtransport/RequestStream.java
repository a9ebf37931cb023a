package org.moqgateway.moq.transport.webtransport;

import java.util.List;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.SendStream;

/// A client's request, on the server.
final class RequestStream extends ConnectStream {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;

    private final ServerConnection http;

    RequestStream(ServerConnection http, BidiStream stream) {
        super(http, stream);
        this.http = http;
        stream.sendOrder(SendStream.CONTROL_ORDER);
    }

    @Override
    boolean headers(Message message) {
        String target = message.target();
        List<String> common = message.commonProtocols(http.protocols());
        if (!message.asksForSession()) {
            refuse(NOT_FOUND);
        } else if (target == null || common.isEmpty()) {
            refuse(BAD_REQUEST);
        } else {
            WebTransportSession session = http.sessionOf(stream().id());
            if (session == null) {
                refuse(TOO_MANY_REQUESTS);
            } else {
                session.asked(stream(), target);
                leadsTo(session);
                http.offer(new IncomingRequest(this, session, message, common));
            }
        }
        return true;
    }

    /// Lets the session in. On the loop.
    void accept(WebTransportSession session, String protocol) {
        if (!session.ended()) {
            answer(Message.accepted(protocol));
        }
    }

    /// Answers without a session. On the loop.
    void refuse(int status) {
        over();
        answer(Message.refused(status));
        stream().finish();
        stream().stop(Http3.NO_ERROR);
        http.refuse(stream().id());
    }

    private void answer(List<Field> fields) {
        stream().write(Bytes.frame(Http3.FRAME_HEADERS, FieldSection.encode(fields)));
    }

    @Override
    void failed(String why) {
        http.refuse(stream().id());
    }
}
