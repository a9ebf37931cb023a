package org.moqgateway.moq.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which hosts a server may send us on to in its GOAWAY. Nobody else is ever followed: no dialer
/// follows an HTTP redirect, since the URI of a cluster peer is not the public's to choose.
public interface RedirectPolicy {
    /// Only to another path or port of the same host.
    RedirectPolicy SAME_HOST = String::equalsIgnoreCase;

    /// To any host: for a server that is trusted as much as the settings are.
    RedirectPolicy ANY_HOST = (present, offered) -> true;

    /// Whether a server at `present` may send us to `offered`.
    boolean allows(String present, String offered);

    /// What to dial next.
    ///
    /// @param present what is dialled now
    /// @param offered of a GOAWAY; a relative reference is resolved against `present`
    /// @return empty when it may not be followed: not a URI, another family of schemes (from
    ///     encrypted to plain above all), a host that is not allowed, a port that
    ///     is none, user information
    default Optional<URI> follow(URI present, String offered) {
        URI uri;
        try {
            uri = present.resolve(new URI(offered));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        String host = uri.getHost();
        if (offered.isBlank()
                || host == null
                || uri.getUserInfo() != null
                || !dialable(uri.getPort())
                || !family(uri).equals(family(present))
                || !allows(present.getHost(), host)) {
            return Optional.empty();
        }
        return Optional.of(uri);
    }

    private static boolean dialable(int port) {
        return port == -1 || (port >= 1 && port <= 65535);
    }

    private static Set<String> family(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "https", "wss" -> Set.of("https", "wss");
            case "http", "ws" -> Set.of("http", "ws");
            case "moqt", "moql" -> Set.of("moqt", "moql");
            default -> Set.of(scheme);
        };
    }
}
