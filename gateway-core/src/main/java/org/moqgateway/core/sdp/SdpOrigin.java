package org.moqgateway.core.sdp;

/// The `o=` line (RFC 8866 §5.2). The numbers stay text: they may exceed 64 bits and are only ever
/// compared.
public record SdpOrigin(
        String username,
        String sessionId,
        String sessionVersion,
        String netType,
        String addressType,
        String address) {

    /// The origin that JSEP prescribes for a description of ours (RFC 9429 §5.2.1).
    ///
    /// @param sessionId not negative
    public static SdpOrigin of(long sessionId, long sessionVersion) {
        return new SdpOrigin(
                "-",
                Long.toString(sessionId),
                Long.toString(sessionVersion),
                "IN",
                "IP4",
                "127.0.0.1");
    }
}
