package org.moqgateway.moq.transport.webtransport;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.StreamReader;

/// The client's end of an HTTP/3 connection, made for one session: it asks as soon as the server
/// says that it may, and ends the connection with the session.
final class ClientConnection extends Http3Connection {
    private final DialTarget target;
    private final CompletableFuture<Connection> opened;
    private final WebTransportSession session;

    /// Opens a session.
    ///
    /// @param opened hears of the session, or of the [IOException] that kept it from being
    ClientConnection(
            Connection raw,
            QuicLimits limits,
            DialTarget target,
            CompletableFuture<Connection> opened) {
        super(raw, limits);
        this.target = target;
        this.opened = opened;
        // The first request on a connection: its stream has the id 0.
        this.session = new WebTransportSession(this, 0);
    }

    /// Starts the raw connection. Once, on the loop.
    void begin() {
        sessions().put(session.id(), session);
        begin(1);
    }

    @Override
    @Nullable WebTransportSession sessionOf(long id) {
        return sessions().get(id);
    }

    @Override
    StreamReader request(BidiStream stream, long frameType) throws Http3Exception {
        throw new Http3Exception(Http3.STREAM_CREATION_ERROR, "request of a server");
    }

    @Override
    void ready(Settings settings) {
        if (ended()) {
            return;
        }
        if (!settings.webTransport()) {
            fail(new IOException("the server does not speak WebTransport"));
            return;
        }
        BidiStream stream = raw().openBidi();
        stream.sendOrder(SendStream.CONTROL_ORDER);
        stream.write(
                Bytes.frame(
                        Http3.FRAME_HEADERS,
                        FieldSection.encode(
                                Message.connect(
                                        target.uri().getRawAuthority(),
                                        target.target(),
                                        target.protocols()))));
        session.asked(stream, target.target());
        stream.reader(new ResponseStream(this, stream, session));
    }

    DialTarget target() {
        return target;
    }

    /// The server let the session in.
    void succeed() {
        opened.complete(session);
    }

    /// There will be no session.
    void fail(IOException why) {
        opened.completeExceptionally(why);
        end(Http3.REQUEST_CANCELLED, "");
    }

    /// The server has ended the session, or confirmed that we did.
    void confirmed() {
        end(Http3.NO_ERROR, "");
    }

    @Override
    void over(WebTransportSession ended, CloseReason reason) {
        if (reason.by() == CloseReason.By.LOCAL) {
            // The capsule must arrive, or the server never learns the code.
            raw().loop().schedule(this::confirmed, lingerNanos());
        } else {
            confirmed();
        }
    }

    @Override
    void lost(CloseReason reason) {
        opened.completeExceptionally(new IOException(reason.toString()));
    }
}
