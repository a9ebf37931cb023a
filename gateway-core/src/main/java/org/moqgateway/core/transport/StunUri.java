package org.moqgateway.core.transport;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A STUN server's URI (RFC 7064): `stun:host[:port]`.
///
/// @param host a name or an IP literal, without brackets
/// @param port 1..65535
record StunUri(String host, int port) {

    private static final int DEFAULT_PORT = 3478;
    private static final Pattern FORM =
            Pattern.compile(
                    "stun:(?:\\[([0-9a-f:.]{2,45})]|([a-z0-9._-]{1,253}))(?::([0-9]{1,5}))?",
                    Pattern.CASE_INSENSITIVE);

    /// Reads one; empty when it is none, `stuns:` ones included.
    static Optional<StunUri> parse(String url) {
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        String port = matcher.group(3);
        int number = port == null ? DEFAULT_PORT : Integer.parseInt(port);
        return number >= 1 && number <= 65_535
                ? Optional.of(new StunUri(host, number))
                : Optional.empty();
    }
}
