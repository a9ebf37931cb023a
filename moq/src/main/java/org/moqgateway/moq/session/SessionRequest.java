package org.moqgateway.moq.session;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.wire.SessionRole;

/// What a client asks for when it knocks.
///
/// @param kind what carries it
/// @param requestedHost the host it named, without a port; null when it named none
/// @param target path and query, such as `/anon?jwt=…`; empty when there is none
/// @param remoteAddress the client's address; behind a proxy, the proxy's
/// @param statedRole the one direction it means to use; null when both or unknown
public record SessionRequest(
        TransportKind kind,
        @Nullable String requestedHost,
        String target,
        InetSocketAddress remoteAddress,
        @Nullable SessionRole statedRole) {
    /// Checks its parts.
    public SessionRequest {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(target);
        Objects.requireNonNull(remoteAddress);
    }

    /// The host that it named.
    public Optional<String> host() {
        return Optional.ofNullable(requestedHost);
    }

    /// The one direction that it means to use.
    public Optional<SessionRole> role() {
        return Optional.ofNullable(statedRole);
    }
}
