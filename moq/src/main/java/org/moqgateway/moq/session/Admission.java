package org.moqgateway.moq.session;

import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.MoqVersion;
import org.moqgateway.moq.wire.SessionRole;
import org.moqgateway.moq.wire.Setup;

/// The way of one client into a [MoqServer].
final class Admission {
    private final MoqServer server;
    private final IncomingSession incoming;
    private final SessionCore core;

    /// Lets the client in as far as the transport goes.
    Admission(MoqServer server, IncomingSession incoming, MoqVersion version) {
        this.server = server;
        this.incoming = incoming;
        Connection connection = incoming.accept(version.id());
        core = new SessionCore(connection, version, SessionMetrics.Side.SERVER, server.basis());
        server.opened(core);
    }

    /// What a client asks for.
    static SessionRequest request(
            IncomingSession incoming, @Nullable String target, @Nullable SessionRole role) {
        String carried = incoming.target();
        String asked = carried != null ? carried : target != null ? target : "";
        return new SessionRequest(
                incoming.kind(), incoming.host(), asked, incoming.remoteAddress(), role);
    }

    /// Runs the session of a client that is authorized already.
    void admit(Grant grant) {
        core.loop()
                .execute(
                        () -> {
                            core.open(Setup.EMPTY);
                            core.admit(grant);
                        });
    }

    /// Runs the session and authorizes the client by what its SETUP says.
    void begin() {
        core.loop().execute(this::open);
    }

    private void open() {
        boolean setupFirst = core.version().hasSetupStream();
        if (setupFirst) {
            core.setup().onReceived(this::authorize);
        }
        core.open(Setup.EMPTY);
        core.after(server.basis().settings().setupTimeout(), this::timedOut);
        if (!setupFirst) {
            authorize();
        }
    }

    private void authorize() {
        SessionRequest request = request(incoming, core.setup().target(), core.setup().role());
        server.authorize(
                request,
                grant -> core.loop().execute(() -> core.admit(grant)),
                refused -> core.loop().execute(() -> turnAway(refused)));
    }

    private void turnAway(RefusedException refused) {
        server.basis().metrics().count(Counter.SESSIONS_REFUSED);
        core.connection().close(refused.code(), refused.text());
    }

    private void timedOut() {
        if (core.grant() == null) {
            core.fail(MoqError.CONTROL_TIMEOUT, "not let in in time");
        }
    }
}
