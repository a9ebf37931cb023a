package org.moqgateway.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An address as people write it: `localhost:8088`, `192.0.2.1:0`, `[::]:8088`.
///
/// @param host name or address literal, without brackets
/// @param port 0 to 65535, 0 picks one
public record HostPort(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([^\\[\\]:\\s/]+)):(\\d{1,5})");

    /// Reads `HOST:PORT`; empty when the text has another shape or the port is over 65535.
    public static Optional<HostPort> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(3));
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return port > 65535 ? Optional.empty() : Optional.of(new HostPort(host, port));
    }

    /// Looks the host up, which may block.
    public InetSocketAddress resolve() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    /// The same host with another port.
    public HostPort withPort(int newPort) {
        return new HostPort(host, newPort);
    }

    /// The host as a URL on this machine has it: brackets around IPv6, `localhost` for "every
    /// address".
    public String urlHost() {
        if (host.equals("0.0.0.0") || host.equals("::")) {
            return "localhost";
        }
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
