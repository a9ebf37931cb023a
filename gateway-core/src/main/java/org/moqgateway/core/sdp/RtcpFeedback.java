package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Optional;

/// An `rtcp-fb` attribute (RFC 4585 §4.2): `<payload type or *> <type> [<parameter>]`.
///
/// @param payloadType 0..127, or -1 for `*`
/// @param type        type and parameters with single spaces, such as `nack` or `ccm fir`
public record RtcpFeedback(int payloadType, String type) {

    /// Reads the attribute value; empty when it is not one.
    public static Optional<RtcpFeedback> parse(String value) {
        List<String> words = SdpText.words(value);
        if (words.size() < 2) {
            return Optional.empty();
        }
        boolean any = words.getFirst().equals("*");
        long payloadType = any ? -1 : SdpText.number(words.getFirst(), 127);
        return payloadType < 0 && !any
                ? Optional.empty()
                : Optional.of(
                        new RtcpFeedback(
                                (int) payloadType,
                                String.join(" ", words.subList(1, words.size()))));
    }

    /// True when the attribute speaks of this payload type.
    public boolean appliesTo(int otherPayloadType) {
        return payloadType == -1 || payloadType == otherPayloadType;
    }

    /// The attribute value.
    public String text() {
        return (payloadType == -1 ? "*" : Integer.toString(payloadType)) + " " + type;
    }
}
