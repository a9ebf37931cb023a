package org.moqgateway.moq.transport.webtransport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.SessionAcceptor;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.transport.TransportLoop;

/// The server's end of an HTTP/3 connection. A connection without a session is given up after a
/// while.
final class ServerConnection extends Http3Connection {
    /// Sessions at a time, those included that streams have named before their CONNECT came.
    static final int MAX_SESSIONS = 8;

    private static final int MAX_REMEMBERED = 64;
    private static final long IDLE_NANOS = 10_000_000_000L;

    /// After a session: its client may want another one.
    private static final long IDLE_AFTER_SESSION_NANOS = 1_000_000_000L;

    private final List<String> protocols;
    private final SessionAcceptor acceptor;
    private final Set<Long> past = new LinkedHashSet<>();
    /// Requests that overtook the client's settings, on another stream (draft-ietf-webtrans-http3
    /// §3.1): before them nobody knows whether it takes datagrams.
    private final Deque<IncomingRequest> early = new ArrayDeque<>();

    private boolean settingsKnown;
    private TransportLoop.@Nullable Timer idle;

    ServerConnection(
            Connection raw, QuicLimits limits, List<String> protocols, SessionAcceptor acceptor) {
        super(raw, limits);
        this.protocols = protocols;
        this.acceptor = acceptor;
    }

    /// Starts the raw connection. Once, on the loop.
    void begin() {
        begin(MAX_SESSIONS);
        becomeIdle(IDLE_NANOS);
    }

    List<String> protocols() {
        return protocols;
    }

    private void becomeIdle(long nanos) {
        if (idle == null) {
            idle = raw().loop().schedule(this::expire, nanos);
        }
    }

    private void expire() {
        idle = null;
        if (!settingsKnown || sessions().values().stream().noneMatch(WebTransportSession::asked)) {
            end(Http3.NO_ERROR, "no session");
        }
    }

    @Override
    @Nullable WebTransportSession sessionOf(long id) {
        WebTransportSession known = sessions().get(id);
        if (known != null) {
            return known;
        }
        if (past.contains(id) || sessions().size() >= MAX_SESSIONS) {
            return null;
        }
        WebTransportSession session = new WebTransportSession(this, id);
        sessions().put(id, session);
        return session;
    }

    @Override
    StreamReader request(BidiStream stream, long frameType) {
        RequestStream request = new RequestStream(this, stream);
        request.frames().typeIsKnown(frameType);
        return request;
    }

    /// Offers a session to the acceptor.
    void offer(IncomingRequest request) {
        if (!settingsKnown) {
            early.add(request);
            return;
        }
        if (idle != null) {
            idle.cancel();
            idle = null;
        }
        acceptor.incoming(request);
    }

    /// The request with this id leads to no session: streams that have named it are turned away.
    void refuse(long id) {
        WebTransportSession named = sessions().get(id);
        if (named != null) {
            named.end(new CloseReason(CloseReason.By.LOCAL, 0, "refused"));
        } else {
            remember(id);
        }
    }

    private void remember(long id) {
        past.add(id);
        if (past.size() > MAX_REMEMBERED) {
            past.remove(past.iterator().next());
        }
    }

    @Override
    void ready(Settings settings) {
        settingsKnown = true;
        for (IncomingRequest request = early.poll(); request != null; request = early.poll()) {
            offer(request);
        }
    }

    @Override
    void over(WebTransportSession session, CloseReason reason) {
        remember(session.id());
        if (!ended()) {
            becomeIdle(Math.max(IDLE_AFTER_SESSION_NANOS, lingerNanos()));
        }
    }

    @Override
    void lost(CloseReason reason) {
        if (idle != null) {
            idle.cancel();
        }
    }
}
