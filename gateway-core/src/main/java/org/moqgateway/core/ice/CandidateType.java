package org.moqgateway.core.ice;

/// Where a candidate comes from (RFC 8445 §5.1.1), and how much it is preferred for it
/// (§5.1.2.2).
public enum CandidateType {
    /// An address of the host itself.
    HOST(126, "host"),
    /// An address that a check was seen from.
    PEER_REFLEXIVE(110, "prflx"),
    /// An address that a STUN server saw.
    SERVER_REFLEXIVE(100, "srflx"),
    /// An address of a TURN server.
    RELAYED(0, "relay");

    private static final int MOST_LOCAL_PREFERENCE = 65_535;

    private final int preference;
    private final String word;

    CandidateType(int preference, String word) {
        this.preference = preference;
        this.word = word;
    }

    /// The word in a candidate attribute (RFC 8839 §5.1).
    public String word() {
        return word;
    }

    /// The priority of a candidate of component 1 (RFC 8445 §5.1.2.1).
    ///
    /// @param localPreference 0..65535, greater is better; clamped
    public long priority(int localPreference) {
        int local = Math.clamp(localPreference, 0, MOST_LOCAL_PREFERENCE);
        return ((long) preference << 24) | ((long) local << 8) | 255;
    }
}
