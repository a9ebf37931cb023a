package org.moqgateway.moq.transport.webtransport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.StreamReader;

/// The receiving direction of a session's stream: the raw stream behind its prefix, with codes in
/// HTTP/3's range. Until somebody reads, it keeps what comes, as far as the session allows.
final class SessionReceiveStream implements ReceiveStream, StreamReader {
    private enum State {
        /// More may come.
        OPEN,
        /// The peer finished, and nobody has been told yet.
        FINISHED,
        /// The peer reset it, and nobody has been told yet.
        RESET,
        /// Over, and the reader knows.
        OVER
    }

    private final WebTransportSession session;
    private final ReceiveStream raw;
    private @Nullable StreamReader reader;
    private @Nullable ByteArrayOutputStream held;
    private State state = State.OPEN;
    private long resetCode;

    SessionReceiveStream(WebTransportSession session, ReceiveStream raw) {
        this.session = session;
        this.raw = raw;
    }

    /// Hears nothing more.
    void silence() {
        state = State.OVER;
    }

    /// Tells the peer an HTTP/3 code, and hears nothing more.
    void abandon(long http3Code) {
        state = State.OVER;
        raw.stop(http3Code);
    }

    /// Bytes kept until somebody reads.
    int heldBytes() {
        return held == null ? 0 : held.size();
    }

    @Override
    public void reader(StreamReader newReader) {
        reader = newReader;
        ByteArrayOutputStream kept = held;
        held = null;
        if (kept != null) {
            newReader.data(ByteBuffer.wrap(kept.toByteArray()));
        }
        State come = state;
        if (come == State.FINISHED) {
            state = State.OVER;
            newReader.finished();
        } else if (come == State.RESET) {
            state = State.OVER;
            newReader.reset(resetCode);
        }
    }

    @Override
    public void stop(long code) {
        if (state != State.OVER) {
            session.forget(this);
            abandon(ErrorCodes.toHttp3(code));
        }
    }

    @Override
    public void data(ByteBuffer bytes) {
        if (state != State.OPEN) {
            return;
        }
        if (reader != null) {
            reader.data(bytes);
            return;
        }
        if (!session.mayHold(bytes.remaining())) {
            session.refuse(this);
            return;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        if (held == null) {
            held = new ByteArrayOutputStream();
        }
        held.writeBytes(copy);
    }

    @Override
    public void finished() {
        if (state != State.OPEN) {
            return;
        }
        session.forget(this);
        if (reader == null) {
            state = State.FINISHED;
        } else {
            state = State.OVER;
            reader.finished();
        }
    }

    @Override
    public void reset(long http3Code) {
        if (state != State.OPEN) {
            return;
        }
        session.forget(this);
        resetCode = ErrorCodes.fromHttp3(http3Code);
        if (reader == null) {
            state = State.RESET;
        } else {
            state = State.OVER;
            reader.reset(resetCode);
        }
    }
}
