package org.moqgateway.core.ice;

import org.jspecify.annotations.Nullable;

/// A STUN or TURN server.
///
/// @param url RFC 7064 or RFC 7065 URI
/// @param username TURN user name
/// @param credential TURN password
public record IceServer(String url, @Nullable String username, @Nullable String credential) {
    @Override
    public String toString() {
        return url;
    }
}
