package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Optional;

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

    /// Reads the value of an `o=` line; empty when it is not one.
    static Optional<SdpOrigin> parse(String value) {
        List<String> words = SdpText.words(value);
        return words.size() != 6
                ? Optional.empty()
                : Optional.of(
                        new SdpOrigin(
                                words.get(0),
                                words.get(1),
                                words.get(2),
                                words.get(3),
                                words.get(4),
                                words.get(5)));
    }

    /// The value of the `o=` line.
    public String text() {
        return String.join(" ", username, sessionId, sessionVersion, netType, addressType, address);
    }
}
