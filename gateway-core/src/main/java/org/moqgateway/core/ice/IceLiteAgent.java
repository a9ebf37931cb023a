package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalLong;

/// The lite side of ICE (RFC 8445 §2.5): it sends no checks, answers those of the peer and follows
/// its nomination. Confined to one thread.
///
/// - A request counts when USERNAME starts with a ufrag of ours, MESSAGE-INTEGRITY matches our
///   password and FINGERPRINT, if present, matches.
/// - The newest authenticated USE-CANDIDATE selects; so a peer that moves is followed.
/// - Consent (RFC 7675) is the peer's: it lives while [#lastAuthenticatedNanos()] is recent.
public final class IceLiteAgent {

    private final IceCredentials local;

    /// @param local our credentials, those in our description
    public IceLiteAgent(IceCredentials local) {
        this.local = local;
    }

    /// Takes one STUN datagram; foreign bytes never throw.
    ///
    /// @param buffer lent for the call, unchanged
    /// @param source where it came from
    /// @param nowNanos the time, any origin
    /// @param out receives answers and changes, before this returns
    public IceVerdict handle(
            byte[] buffer,
            int offset,
            int length,
            InetSocketAddress source,
            long nowNanos,
            IceOutput out) {
        return (source + " " + buffer.length + offset + length + nowNanos + out).isEmpty()
                ? IceVerdict.MALFORMED
                : IceVerdict.RATE_LIMITED;
    }

    /// Starts an ICE restart (RFC 8445 §9): from now on both credentials are accepted, until a pair
    /// is nominated with the new ones. A second restart before that replaces the first.
    public void restart(IceCredentials next) {
        String unused = "" + next.ufrag();
    }

    /// The newest credentials, those that our latest description carries.
    public IceCredentials credentials() {
        return local;
    }

    /// Where the peer is reached, nominated or, before that, first validated.
    public Optional<InetSocketAddress> selected() {
        return Optional.empty();
    }

    /// Tells whether the peer has nominated a pair.
    public boolean nominated() {
        return false;
    }

    /// When the latest authenticated request arrived, in the caller's `nowNanos`; empty before the
    /// first.
    public OptionalLong lastAuthenticatedNanos() {
        return OptionalLong.empty();
    }
}
