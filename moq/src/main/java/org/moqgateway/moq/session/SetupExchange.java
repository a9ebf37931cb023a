package org.moqgateway.moq.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.session.SessionMetrics.Side;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.ProbeLevel;
import org.moqgateway.moq.wire.SessionRole;
import org.moqgateway.moq.wire.Setup;
import org.moqgateway.moq.wire.UniStreamType;

/// SETUP in both directions (moq-lite-05 SETUP): each side sends one and needs one.
final class SetupExchange {
    private final SessionCore core;
    private final Side side;
    private @Nullable Setup theirs;
    private boolean claimed;
    private Runnable onReceived = () -> {};

    SetupExchange(SessionCore core, Side side) {
        this.core = core;
        this.side = side;
    }

    /// Sends ours on a stream of its own.
    void send(Setup ours) {
        SendStream stream = core.connection().openUni();
        stream.sendOrder(SendStream.CONTROL_ORDER);
        ProbeLevel level = core.canReport() ? ProbeLevel.REPORT : ProbeLevel.NONE;
        stream.write(UniStreamType.SETUP.encode());
        stream.write(ours.withProbe(level).encode(core.version()));
        stream.finish();
    }

    /// Sets what is called when theirs came, before anything is answered.
    void onReceived(Runnable action) {
        onReceived = action;
    }

    /// A stream says that it carries theirs.
    ///
    /// @return false when another one did so before
    boolean claim() {
        boolean first = !claimed;
        claimed = true;
        return first;
    }

    void receive(Setup setup) {
        String path = setup.path();
        boolean named = path != null && !path.isEmpty();
        if (named && (side == Side.CLIENT || core.connection().kind().carriesTarget())) {
            core.fail(MoqError.PROTOCOL_VIOLATION, "SETUP names a path where it must not");
            return;
        }
        theirs = setup;
        core.peerIdentity(setup.origin());
        core.checkRole();
        if (!core.over()) {
            onReceived.run();
            core.becomeReady();
        }
    }

    boolean received() {
        return theirs != null;
    }

    /// The one direction that a client means to use.
    @Nullable SessionRole role() {
        Setup setup = theirs;
        return setup == null || side == Side.CLIENT ? null : setup.role();
    }

    /// The target that a client asks for; empty for none.
    String target() {
        return Optional.ofNullable(theirs).map(Setup::path).orElse("");
    }

    void timedOut() {
        if (!received()) {
            core.fail(MoqError.CONTROL_TIMEOUT, "no SETUP came");
        }
    }
}
