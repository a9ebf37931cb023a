package org.moqgateway.moq.transport.webtransport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.StreamReader;

/// Reads a request stream: HEADERS, then the capsules of the session that it leads to.
abstract class ConnectStream implements StreamReader, FrameReader.Handler, CapsuleReader.Listener {
    private final Http3Connection http;
    private final BidiStream stream;
    private final FrameReader frames = new FrameReader(this);
    private final CapsuleReader capsules = new CapsuleReader(this);
    private @Nullable WebTransportSession session;
    private boolean hasHeaders;
    private boolean over;

    ConnectStream(Http3Connection http, BidiStream stream) {
        this.http = http;
        this.stream = stream;
    }

    /// A whole message came.
    ///
    /// @return false when it is an interim response and the real one follows
    abstract boolean headers(Message message);

    /// The stream ended before it led to a session.
    abstract void failed(String why);

    BidiStream stream() {
        return stream;
    }

    FrameReader frames() {
        return frames;
    }

    /// What comes now belongs to this session.
    void leadsTo(WebTransportSession to) {
        session = to;
    }

    /// Nothing on this stream matters any more.
    void over() {
        over = true;
    }

    @Override
    public void data(ByteBuffer bytes) {
        if (over) {
            return;
        }
        try {
            frames.feed(bytes);
        } catch (Http3Exception e) {
            violated(e);
        }
    }

    private void violated(Http3Exception violation) {
        if (!violation.endsStreamOnly()) {
            over = true;
            http.violated(violation);
            return;
        }
        stream.stop(violation.code());
        stream.reset(violation.code());
        broken(String.valueOf(violation.getMessage()));
    }

    private void broken(String why) {
        if (over) {
            return;
        }
        over = true;
        if (session == null) {
            failed(why);
        } else {
            session.end(new CloseReason(CloseReason.By.TRANSPORT, 0, why));
        }
    }

    @Override
    public FrameReader.Use begin(long type, long length) throws Http3Exception {
        if (type == Http3.FRAME_HEADERS) {
            return hasHeaders ? FrameReader.Use.SKIP : FrameReader.Use.COLLECT;
        }
        if (type == Http3.FRAME_DATA && hasHeaders) {
            return FrameReader.Use.PASS;
        }
        if (type == Http3.WEBTRANSPORT_BIDI) {
            throw new Http3Exception(Http3.FRAME_ERROR, "a session's stream within a request");
        }
        if (type == Http3.FRAME_DATA
                || type == Http3.FRAME_SETTINGS
                || type == Http3.FRAME_GOAWAY
                || type == Http3.FRAME_CANCEL_PUSH
                || type == Http3.FRAME_PUSH_PROMISE
                || type == Http3.FRAME_MAX_PUSH_ID
                || Http3.reservedFrame(type)) {
            throw new Http3Exception(
                    Http3.FRAME_UNEXPECTED, "frame " + type + " on a request stream");
        }
        return FrameReader.Use.SKIP;
    }

    @Override
    public void collected(long type, byte[] payload) throws Http3Exception {
        hasHeaders = true;
        hasHeaders = headers(Message.of(FieldSection.decode(payload)));
    }

    @Override
    public void part(ByteBuffer part) throws Http3Exception {
        if (!over && session != null) {
            capsules.feed(part);
        }
    }

    @Override
    public void closeSession(long code, String reason) {
        over = true;
        if (session != null) {
            peerClosed(session, code, reason);
        }
    }

    /// The peer has ended the session; it may have ended here before.
    void peerClosed(WebTransportSession ended, long code, String reason) {
        ended.closedByPeer(code, reason);
    }

    @Override
    public void finished() {
        if (over) {
            return;
        }
        if (session != null && frames.betweenFrames()) {
            over = true;
            peerClosed(session, 0, "");
        } else {
            stream.reset(Http3.REQUEST_INCOMPLETE);
            broken("the request stream ended too early");
        }
    }

    @Override
    public void reset(long code) {
        if (session != null && session.ended()) {
            // What we said last, perhaps why the session ended, is still to arrive.
            return;
        }
        stream.reset(Http3.REQUEST_CANCELLED);
        broken("the request stream was reset with 0x" + Long.toHexString(code));
    }
}
