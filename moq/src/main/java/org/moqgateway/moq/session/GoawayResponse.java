package org.moqgateway.moq.session;

import java.util.Optional;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.wire.Goaway;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.WireException;

/// Hears that the peer wants to be left (moq-lite-05 Goaway Stream). A second one is a violation; a
/// malformed one costs its stream alone.
final class GoawayResponse extends Response {
    GoawayResponse(SessionCore core, BidiStream stream) {
        super(core, stream, Kind.REQUEST);
    }

    @Override
    void read(MessageReader messages) throws WireException {
        Optional<Goaway> goaway = messages.poll(Goaway::decode);
        if (goaway.isPresent()) {
            complete();
            core.goawayCame(goaway.get().uri());
        }
    }

    @Override
    void work() {
        // Nothing is said here.
    }

    @Override
    void peerFinished() {
        complete();
    }

    @Override
    void release() {
        // Nothing is held.
    }
}
