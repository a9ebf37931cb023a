package org.moqgateway.moq.session;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.SessionAcceptor;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.MoqVersion;

/// Lets clients in and runs their sessions. Any thread.
public final class MoqServer implements SessionAcceptor {
    private final Authorizer authorizer;
    private final SessionBasis basis;
    private final Set<MoqSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /// @param origin what clients read from and announce into
    /// @param authorizer who decides what a client may do
    /// @param settings bounds and waits
    /// @param metrics where it is counted
    public MoqServer(
            Origin origin,
            Authorizer authorizer,
            SessionSettings settings,
            SessionMetrics metrics) {
        this.authorizer = authorizer;
        basis = new SessionBasis(origin, settings, metrics);
    }

    /// Takes the client's favourite among the protocols that both sides speak. Where the binding
    /// names a target the client is authorized before it is answered; else its SETUP is read first
    /// (lite-05), and versions without SETUP count as asking for the root.
    @Override
    public void incoming(IncomingSession incoming) {
        Optional<MoqVersion> version =
                incoming.protocols().stream()
                        .map(MoqVersion::of)
                        .flatMap(Optional::stream)
                        .findFirst();
        if (closing) {
            turnAway(incoming, new RefusedException(503, 0, "shutting down"));
        } else if (version.isEmpty()) {
            long code = MoqError.VERSION.sessionCode();
            turnAway(incoming, new RefusedException(400, code, "no common version"));
        } else if (incoming.target() == null) {
            new Admission(this, incoming, version.get()).begin();
        } else {
            authorizeFirst(incoming, version.get());
        }
    }

    private void authorizeFirst(IncomingSession incoming, MoqVersion version) {
        authorize(
                Admission.request(incoming, null, null),
                grant -> new Admission(this, incoming, version).admit(grant),
                refused -> turnAway(incoming, refused));
    }

    /// Asks the authorizer, for as long as a client may be kept waiting. The answer comes on any
    /// thread.
    void authorize(
            SessionRequest request, Consumer<Grant> granted, Consumer<RefusedException> refused) {
        CompletableFuture<Grant> unused =
                authorizer
                        .authorize(request)
                        .toCompletableFuture()
                        .copy()
                        .orTimeout(
                                basis.settings().setupTimeout().toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete(
                                (grant, failure) -> {
                                    if (grant == null) {
                                        refused.accept(refusal(failure));
                                    } else {
                                        granted.accept(grant);
                                    }
                                });
    }

    /// What a client is told of a failed authorization.
    private static RefusedException refusal(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof RefusedException refused) {
                return refused;
            }
            cause = cause.getCause();
        }
        return new RefusedException(500, MoqError.INTERNAL.sessionCode(), "cannot authorize");
    }

    private void turnAway(IncomingSession incoming, RefusedException refused) {
        basis.metrics().count(Counter.SESSIONS_REFUSED);
        incoming.reject(refused.httpStatus(), refused.code(), refused.text());
    }

    SessionBasis basis() {
        return basis;
    }

    /// A session has begun.
    void opened(SessionCore core) {
        MoqSession session = new MoqSession(core);
        sessions.add(session);
        CompletableFuture<Void> unused = core.closed().thenRun(() -> sessions.remove(session));
    }

    /// The sessions that are open now, those not let in yet among them.
    public Collection<MoqSession> sessions() {
        return List.copyOf(sessions);
    }

    /// Asks every client to go, to `uri` unless that is empty, lets nobody else in, and closes
    /// each session after the drain time at the latest.
    public void goaway(String uri) {
        closing = true;
        sessions.forEach(session -> session.goaway(uri));
    }

    /// Closes every session now and lets nobody else in.
    public void close() {
        closing = true;
        sessions.forEach(session -> session.close(0, "shutting down"));
    }
}
