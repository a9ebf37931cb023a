package org.moqgateway.server.moq;

import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.SessionAcceptor;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.server.config.WebOrigins;

/// Turns away sessions of web pages that may not use this gateway. Of those who come by QUIC,
/// browsers alone say what page asks.
///
/// @param next takes all others
record PageFilter(WebOrigins origins, SessionAcceptor next) implements SessionAcceptor {
    private static final int FORBIDDEN = 403;

    @Override
    public void incoming(IncomingSession session) {
        if (origins.admits(session.origin(), session.host())) {
            next.incoming(session);
        } else {
            session.reject(
                    FORBIDDEN,
                    MoqError.UNAUTHORIZED.sessionCode(),
                    "pages of this origin may not use this gateway");
        }
    }
}
