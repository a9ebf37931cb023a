package org.moqgateway.moq.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.wire.BidiStreamType;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.VarInt;
import org.moqgateway.moq.wire.WireException;

/// Reads what the peer says on a stream that it opened. What comes before the session is ready to
/// answer is kept, within bounds: nobody knows yet who it is.
final class RequestStream implements StreamReader {
    private static final int MAX_EARLY_BYTES = 8 * 1024;

    private final SessionCore core;
    private final BidiStream stream;
    private final MessageReader messages;
    private int keptBytes;
    private boolean peerFinished;
    private boolean over;
    private @Nullable Response response;

    RequestStream(SessionCore core, BidiStream stream) {
        this.core = core;
        this.stream = stream;
        this.messages = new MessageReader(core.version());
    }

    @Override
    public void data(ByteBuffer bytes) {
        if (isOver()) {
            return;
        }
        if (!core.ready()) {
            keptBytes += bytes.remaining();
            if (keptBytes > MAX_EARLY_BYTES) {
                refuse(MoqError.MALFORMED);
                return;
            }
        }
        messages.feed(bytes);
        proceed();
    }

    @Override
    public void finished() {
        peerFinished = true;
        proceed();
    }

    @Override
    public void reset(long code) {
        Response answering = response;
        over = true;
        core.publisher().settled(this);
        if (answering == null) {
            stream.reset(core.codes().toWire(MoqError.CANCEL.streamCode()));
            core.wasted();
        } else if (!answering.over()) {
            answering.abort(MoqError.CANCEL.streamCode());
            core.wasted();
        }
    }

    /// Goes on with what came, once the session is ready.
    void proceed() {
        if (isOver() || !core.ready()) {
            return;
        }
        try {
            Response answering = response == null ? begin() : response;
            if (answering == null) {
                finishUnknown();
                return;
            }
            if (!answering.over()) {
                answering.read(messages);
            }
            if (peerFinished && !answering.over()) {
                messages.finish();
                answering.peerFinished();
            }
        } catch (WireException e) {
            core.wasted();
            refuse(e.error());
        }
    }

    private void finishUnknown() {
        if (peerFinished && !isOver()) {
            refuse(MoqError.MALFORMED);
        }
    }

    private @Nullable Response begin() throws WireException {
        long code = messages.pollStreamType();
        if (code == VarInt.INCOMPLETE) {
            return null;
        }
        Optional<BidiStreamType> type =
                BidiStreamType.of(code).filter(known -> known.existsIn(core.version()));
        if (type.isEmpty()) {
            throw new WireException(MoqError.UNEXPECTED_STREAM, "stream of type " + code);
        }
        core.publisher().settled(this);
        response = core.publisher().respond(type.get(), stream);
        return response;
    }

    private boolean isOver() {
        return over || (response != null && response.over());
    }

    /// Says no, whatever it asks.
    void refuse(MoqError error) {
        over = true;
        core.publisher().settled(this);
        Response answering = response;
        if (answering != null) {
            answering.refuse(error);
            return;
        }
        core.tally().count(SessionMetrics.Counter.REQUESTS_REFUSED);
        long number = core.codes().toWire(error.streamCode());
        stream.reset(number);
        stream.stop(number);
    }

    /// The session has ended.
    void end() {
        over = true;
        Response answering = response;
        if (answering != null) {
            answering.end();
        }
    }
}
