package org.moqgateway.moq.session;

import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.WireException;

/// Answers one stream that the peer opened. On the session's loop.
abstract class Response extends Work {
    /// What counts against which bound.
    enum Kind {
        ANNOUNCE,
        SUBSCRIBE,
        TRACK,
        REQUEST
    }

    final SessionCore core;
    final BidiStream stream;
    private final Kind kind;
    private boolean over;

    Response(SessionCore core, BidiStream stream, Kind kind) {
        super(core.queue());
        this.core = core;
        this.stream = stream;
        this.kind = kind;
        stream.sendOrder(SendStream.CONTROL_ORDER);
        stream.onStopped(_ -> end());
        stream.onWritable(this);
    }

    final Kind kind() {
        return kind;
    }

    final boolean over() {
        return over;
    }

    /// Bytes came; whole messages may be among them.
    ///
    /// @throws WireException when they break the protocol; the stream is reset
    abstract void read(MessageReader messages) throws WireException;

    /// The peer ended its direction.
    abstract void peerFinished();

    /// Lets go of everything but the stream. Called once.
    abstract void release();

    /// Gives up without a word on the stream: it, or the session, has ended.
    final void end() {
        if (!over) {
            over = true;
            release();
            core.publisher().ended(this);
        }
    }

    /// Everything was said.
    final void complete() {
        stream.finish();
        end();
    }

    /// Ends both directions with a code of the stream registry.
    final void abort(long streamCode) {
        end();
        long number = core.codes().toWire(streamCode);
        stream.reset(number);
        stream.stop(number);
    }

    /// Says no.
    final void refuse(MoqError error) {
        core.tally().count(Counter.REQUESTS_REFUSED);
        abort(error.streamCode());
    }
}
