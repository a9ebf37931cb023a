package org.moqgateway.moq.transport.webtransport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.TransportLoop;

/// A client's CONNECT that waits for a decision.
final class IncomingRequest implements IncomingSession {
    private static final long DECISION_NANOS = 10_000_000_000L;
    private static final int UNAVAILABLE = 503;

    private final RequestStream request;
    private final WebTransportSession session;
    private final Message message;
    private final List<String> protocols;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final TransportLoop.Timer deadline;

    IncomingRequest(
            RequestStream request,
            WebTransportSession session,
            Message message,
            List<String> protocols) {
        this.request = request;
        this.session = session;
        this.message = message;
        this.protocols = List.copyOf(protocols);
        this.deadline =
                session.loop()
                        .schedule(
                                () -> reject(UNAVAILABLE, 0, "not decided in time"),
                                DECISION_NANOS);
    }

    @Override
    public TransportKind kind() {
        return TransportKind.WEBTRANSPORT;
    }

    @Override
    public @Nullable String target() {
        return session.target();
    }

    @Override
    public @Nullable String host() {
        return message.host();
    }

    @Override
    public @Nullable String origin() {
        return message.origin();
    }

    @Override
    public List<String> protocols() {
        return protocols;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return session.remoteAddress();
    }

    @Override
    public Connection accept(String protocol) {
        if (!protocols.contains(protocol)) {
            throw new IllegalArgumentException("not offered: " + protocol);
        }
        if (decided.compareAndSet(false, true)) {
            deadline.cancel();
            session.agreed(protocol);
            session.loop().execute(() -> request.accept(session, protocol));
        }
        return session;
    }

    @Override
    public void reject(int httpStatus, long code, String reason) {
        if (decided.compareAndSet(false, true)) {
            deadline.cancel();
            session.loop().execute(() -> request.refuse(httpStatus));
        }
    }
}
