package org.moqgateway.core.sdp;

import java.util.Optional;

/// An `ssrc` attribute (RFC 5576 §4.1): `<ssrc> <attribute>[:<value>]`.
///
/// @param ssrc 0..2^32-1
/// @param text the source-level attribute, such as `cname:abc`; may be empty
public record SsrcAttribute(long ssrc, String text) {
    static final long MAX_SSRC = 0xffff_ffffL;

    /// Reads the attribute value; empty when it is not one.
    public static Optional<SsrcAttribute> parse(String value) {
        int space = value.indexOf(' ');
        long ssrc = SdpText.number(space < 0 ? value : value.substring(0, space), MAX_SSRC);
        return ssrc < 0
                ? Optional.empty()
                : Optional.of(
                        new SsrcAttribute(
                                ssrc, space < 0 ? "" : value.substring(space + 1).strip()));
    }

    /// The attribute value.
    public String value() {
        return text.isEmpty() ? Long.toString(ssrc) : ssrc + " " + text;
    }
}
