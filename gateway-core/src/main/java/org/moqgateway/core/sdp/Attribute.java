package org.moqgateway.core.sdp;

/// One `a=` line (RFC 8866 §5.13). A property attribute (`a=rtcp-mux`) has the empty value; the
/// wire knows
/// no difference that matters between `a=x` and `a=x:`.
///
/// @param name  the text before the first colon, case-sensitive
/// @param value the text after the first colon, or the empty string
public record Attribute(String name, String value) {

    /// A property attribute, such as `a=rtcp-mux`.
    public static Attribute flag(String name) {
        return new Attribute(name, "");
    }

    /// The line's text after `a=`.
    public String text() {
        return value.isEmpty() ? name : name + ":" + value;
    }
}
