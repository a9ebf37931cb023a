package org.moqgateway.core.turn;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A TURN server's URI (RFC 7065): `turn:host[:port][?transport=udp|tcp]`, or `turns:` for TLS.
///
/// @param host a name, an IPv4 address, or an IPv6 address without brackets
/// @param port 1 to 65535
/// @param transport how the server is reached
public record TurnUri(String host, int port, TurnTransport transport) {

    private static final int PORT = 3478;
    private static final int TLS_PORT = 5349;
    private static final int LONGEST_HOST = 255;

    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?<scheme>[^:]*):(?:\\[(?<six>[0-9a-fA-F:.]+)\\]|(?<name>[A-Za-z0-9._-]+))"
                            + "(?::(?<port>[0-9]{1,5}))?(?:\\?transport=(?<transport>[^&]*))?");

    /// The outcome of reading a URI: one of the two.
    ///
    /// @param uri what was read
    /// @param problem why it was not, for people
    public record Parsed(@Nullable TurnUri uri, @Nullable String problem) {

        private static Parsed problem(String url, String why) {
            return new Parsed(null, "\"" + url + "\" is no TURN server's URI: " + why);
        }
    }

    /// Whether a URI is meant for a TURN server, whatever the rest of it says.
    public static boolean names(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("turn:") || lower.startsWith("turns:");
    }

    /// Reads a URI; anything is taken without an exception.
    public static Parsed parse(String url) {
        Matcher parts = SHAPE.matcher(url);
        if (!names(url)) {
            return Parsed.problem(url, "it must start with turn: or turns:");
        }
        if (url.length() > 2 * LONGEST_HOST || !parts.matches()) {
            return Parsed.problem(url, "it must be turn:host[:port][?transport=udp|tcp]");
        }
        boolean tls = parts.group("scheme").equalsIgnoreCase("turns");
        TurnTransport transport = transport(tls, parts.group("transport"));
        if (transport == null) {
            String right = tls ? "tcp" : "udp or tcp";
            return Parsed.problem(url, "its transport must be " + right);
        }
        String digits = parts.group("port");
        int port = digits == null ? tls ? TLS_PORT : PORT : Integer.parseInt(digits);
        if (port == 0 || port > 65_535) {
            return Parsed.problem(url, "its port must be 1 to 65535");
        }
        String six = parts.group("six");
        return new Parsed(
                new TurnUri(six == null ? parts.group("name") : six, port, transport), null);
    }

    private static @Nullable TurnTransport transport(boolean tls, @Nullable String named) {
        if (named == null) {
            return tls ? TurnTransport.TLS : TurnTransport.UDP;
        }
        return switch (named.toLowerCase(Locale.ROOT)) {
            case "udp" -> tls ? null : TurnTransport.UDP;
            case "tcp" -> tls ? TurnTransport.TLS : TurnTransport.TCP;
            default -> null;
        };
    }
}
