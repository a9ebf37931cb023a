package org.moqgateway.moq.session;

import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.wire.BidiStreamType;
import org.moqgateway.moq.wire.Goaway;
import org.moqgateway.moq.wire.MoqError;

/// Asks the peer to go, once, and ends the session when it does not (moq-lite-05 GOAWAY). A peer
/// whose version has no GOAWAY is only given the time.
final class GoawaySending {
    private final SessionCore core;
    private boolean sent;

    GoawaySending(SessionCore core) {
        this.core = core;
    }

    void send(Goaway message) {
        if (sent || core.over()) {
            return;
        }
        sent = true;
        if (core.version().hasGoaway()) {
            BidiStream stream = core.connection().openBidi();
            stream.reader(OutgoingRequest.ignoring());
            stream.sendOrder(SendStream.CONTROL_ORDER);
            stream.write(BidiStreamType.GOAWAY.encode());
            stream.write(message.encode(core.version()));
            stream.finish();
        }
        core.after(
                core.settings().drainTime(),
                () ->
                        core.connection()
                                .close(
                                        MoqError.GOAWAY_TIMEOUT.sessionCode(),
                                        MoqError.GOAWAY_TIMEOUT.text()));
    }
}
