package org.moqgateway.moq.transport.kwik;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicStream;

/// Opens streams of one kind, one after the other: Kwik blocks while the peer has no room, so a
/// virtual thread waits. Belongs to the loop.
final class StreamOpener {
    private final KwikConnection connection;
    private final QuicConnection quic;
    private final StreamKind kind;
    private final Queue<KwikStream> waiting = new ArrayDeque<>();
    private @Nullable QuicStream spare;
    private @Nullable Thread opening;
    private boolean ended;

    StreamOpener(KwikConnection connection, QuicConnection quic, StreamKind kind) {
        this.connection = connection;
        this.quic = quic;
        this.kind = kind;
    }

    /// Gives the stream its place as soon as there is one.
    void open(KwikStream stream) {
        waiting.add(stream);
        next();
    }

    /// Nothing is opened any more.
    void end() {
        ended = true;
        waiting.clear();
        if (opening != null) {
            opening.interrupt();
        }
    }

    private void next() {
        while (!waiting.isEmpty() && waiting.element().cancelled()) {
            waiting.remove();
        }
        if (ended || waiting.isEmpty() || opening != null) {
            return;
        }
        QuicStream ready = spare;
        if (ready != null) {
            spare = null;
            connection.opened(waiting.remove(), ready);
            next();
        } else {
            opening = Thread.ofVirtual().name("kwik-open").start(this::create);
        }
    }

    private void create() {
        try {
            QuicStream stream = quic.createStream(kind == StreamKind.BIDI);
            connection.loop().execute(() -> created(stream));
        } catch (IOException | RuntimeException e) {
            // The connection is ending: the listener hears of it on its own.
            connection.loop().execute(() -> opening = null);
        }
    }

    private void created(QuicStream stream) {
        opening = null;
        spare = stream;
        next();
    }
}
