package org.moqgateway.server.config;

/// An endpoint that peers come to, as [Setting#ROLES] names it.
public enum ServerRole {
    /// Peers publish to us.
    WHIP,
    /// Peers play from us.
    WHEP
}
