package org.moqgateway.server.config;

import org.jspecify.annotations.Nullable;

/// A STUN or TURN server that peers are told of.
///
/// @param url RFC 7064 or RFC 7065 URI
/// @param username TURN user name
/// @param credential TURN password; it is told to every peer that opens a session
public record IceServer(String url, @Nullable String username, @Nullable String credential) {
    @Override
    public String toString() {
        return url;
    }
}
