package org.moqgateway.moq.session;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.wire.SessionRole;

/// What a session that we dial works with.
///
/// @param origin what is read from and announced into
/// @param grant what we offer to the peer (`subscribe`) and ask it for (`publish`)
/// @param target path and query for SETUP, where the binding carries none; empty for none
/// @param statedRole the one direction that we tell the peer; null for both
/// @param settings bounds and waits
/// @param metrics where it is counted
public record SessionConfig(
        Origin origin,
        Grant grant,
        String target,
        @Nullable SessionRole statedRole,
        SessionSettings settings,
        SessionMetrics metrics) {
    /// Checks its parts.
    public SessionConfig {
        Objects.requireNonNull(origin);
        Objects.requireNonNull(grant);
        Objects.requireNonNull(target);
        Objects.requireNonNull(settings);
        Objects.requireNonNull(metrics);
    }

    /// The one direction that we tell the peer.
    public Optional<SessionRole> role() {
        return Optional.ofNullable(statedRole);
    }
}
