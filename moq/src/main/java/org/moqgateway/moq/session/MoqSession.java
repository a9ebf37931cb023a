package org.moqgateway.moq.session;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.wire.Goaway;
import org.moqgateway.moq.wire.MoqVersion;
import org.moqgateway.moq.wire.SessionRole;
import org.moqgateway.moq.wire.Setup;

/// One live session. Any thread.
public final class MoqSession implements AutoCloseable {
    private final SessionCore core;

    MoqSession(SessionCore core) {
        this.core = core;
    }

    /// Runs the dialling side of a session over a connection that was not started yet.
    ///
    /// @param connection fresh from a dialer; owned by the session from now on
    /// @throws IllegalArgumentException when the connection agreed on a protocol that is not MoQ's
    public static MoqSession client(Connection connection, SessionConfig config) {
        MoqVersion version =
                MoqVersion.of(connection.protocol())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "not a MoQ protocol: " + connection.protocol()));
        SessionCore core =
                new SessionCore(
                        connection,
                        version,
                        SessionMetrics.Side.CLIENT,
                        new SessionBasis(config.origin(), config.settings(), config.metrics()));
        connection
                .loop()
                .execute(
                        () -> {
                            core.open(setup(connection, config));
                            core.admit(config.grant());
                        });
        return new MoqSession(core);
    }

    private static Setup setup(Connection connection, SessionConfig config) {
        Setup setup = Setup.EMPTY;
        if (!connection.kind().carriesTarget() && !config.target().isEmpty()) {
            setup = setup.withPath(config.target());
        }
        SessionRole role = config.statedRole();
        return role == null ? setup : setup.withRole(role);
    }

    /// What carries it.
    public TransportKind kind() {
        return core.connection().kind();
    }

    /// The agreed protocol, such as `moq-lite-05`.
    public String protocol() {
        return core.version().id();
    }

    /// The peer's address.
    public InetSocketAddress remoteAddress() {
        return core.connection().remoteAddress();
    }

    /// What the peer may do; nothing before a server has let it in.
    public Grant grant() {
        return Objects.requireNonNullElse(core.grant(), Grant.NOTHING);
    }

    /// Completed when the session has ended and let go of everything; never exceptionally. Its
    /// dependents run on the session's loop and must not block it.
    public CompletableFuture<CloseReason> closed() {
        return core.closed();
    }

    /// Completed when the peer asked us to go elsewhere (GOAWAY), with the URI that it names or an
    /// empty text; unchecked. Nothing new is asked of the peer from then on, its routes are
    /// taken last, and what flows goes on until somebody closes. Dependents as of [#closed].
    public CompletableFuture<String> goawayReceived() {
        return core.goawayReceived();
    }

    /// Asks the peer to go elsewhere and closes the session after the drain time at the latest.
    ///
    /// @param uri where to; empty for the same place again
    /// @throws IllegalArgumentException when it is longer than 8192 bytes
    public void goaway(String uri) {
        Goaway message = new Goaway(uri);
        core.loop().execute(() -> core.goaway().send(message));
    }

    /// What it has done so far, a quarter of a second ago at most when something was done since.
    public SessionStats stats() {
        return core.tally().shown();
    }

    /// Ends the session with a code of the session registry.
    ///
    /// @param code see [org.moqgateway.moq.wire.MoqError#sessionCode]
    /// @param reason for people
    public void close(long code, String reason) {
        core.connection().close(code, reason);
    }

    /// Ends the session normally.
    @Override
    public void close() {
        close(0, "");
    }
}
