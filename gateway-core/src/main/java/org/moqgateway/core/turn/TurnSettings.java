package org.moqgateway.core.turn;

import java.net.StandardProtocolFamily;
import org.jspecify.annotations.Nullable;

/// What a [TurnClient] asks for and as whom.
///
/// @param username null if the server asks for none
/// @param password null if the server asks for none
/// @param stream whether messages travel in a stream: then nothing is sent twice, and datagrams are
///     padded
/// @param family of the relayed address, INET or INET6
public record TurnSettings(
        @Nullable String username,
        @Nullable String password,
        boolean stream,
        StandardProtocolFamily family) {

    /// Hides the password.
    @Override
    public String toString() {
        return "TurnSettings[" + username + ", " + family + "]";
    }
}
