package org.moqgateway.core.sdp;

import java.util.Optional;

/// The `setup` attribute (RFC 4145 §4): who opens the DTLS association (RFC 8842 §5.1).
public enum Setup {
    /// The writer sends the ClientHello.
    ACTIVE,
    /// The writer waits for the ClientHello.
    PASSIVE,
    /// An offerer leaves the choice to the answerer.
    ACTPASS,
    /// No association for now; WebRTC has no use for it.
    HOLDCONN;

    /// The attribute value.
    public String token() {
        return switch (this) {
            case ACTIVE -> "active";
            case PASSIVE -> "passive";
            case ACTPASS -> "actpass";
            case HOLDCONN -> "holdconn";
        };
    }

    /// The role that this attribute value stands for, if it is one.
    public static Optional<Setup> of(String token) {
        return switch (token) {
            case "active" -> Optional.of(ACTIVE);
            case "passive" -> Optional.of(PASSIVE);
            case "actpass" -> Optional.of(ACTPASS);
            case "holdconn" -> Optional.of(HOLDCONN);
            default -> Optional.empty();
        };
    }
}
