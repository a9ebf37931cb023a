package org.moqgateway.moq.relay;

import java.util.Objects;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.session.Authorizer;
import org.moqgateway.moq.session.SessionSettings;

/// What a relay is made of.
///
/// @param origin the broadcasts, local ones and those of others
/// @param authorizer who decides what a client may do
/// @param sessions bounds and waits of every session
/// @param dialer how links are opened
public record RelayConfig(
        Origin origin, Authorizer authorizer, SessionSettings sessions, RelayDialer dialer) {
    /// Checks its parts.
    public RelayConfig {
        Objects.requireNonNull(origin);
        Objects.requireNonNull(authorizer);
        Objects.requireNonNull(sessions);
        Objects.requireNonNull(dialer);
    }
}
