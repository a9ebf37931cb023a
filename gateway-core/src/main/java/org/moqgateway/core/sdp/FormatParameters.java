package org.moqgateway.core.sdp;

import java.util.Optional;

/// An `fmtp` attribute (RFC 8866 §6.15): `<payload type> <parameters>`.
///
/// @param payloadType 0..127
/// @param text        the parameters as written, such as `minptime=10;useinbandfec=1`
public record FormatParameters(int payloadType, String text) {

    /// Reads the attribute value; empty when it is not one.
    public static Optional<FormatParameters> parse(String value) {
        int space = value.indexOf(' ');
        String head = space < 0 ? value : value.substring(0, space);
        String text = space < 0 ? "" : value.substring(space + 1).strip();
        long payloadType = SdpText.number(head, 127);
        return payloadType < 0
                ? Optional.empty()
                : Optional.of(new FormatParameters((int) payloadType, text));
    }

    /// The value of one parameter of a `name=value;name=value` list; names are compared without
    /// regard to case.
    public Optional<String> parameter(String name) {
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return Optional.of(part.substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }
}
