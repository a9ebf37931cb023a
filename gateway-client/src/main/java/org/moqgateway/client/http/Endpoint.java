package org.moqgateway.client.http;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A WHIP or WHEP URL and how to talk to it.
///
/// @param url `http` or `https`, absolute; credentials in it are refused
/// @param token gives the bearer token for each request, so that a file may change; empty for none
/// @param roots certificates to trust instead of the system's; none for the system's
/// @param connectTimeout for each connection
/// @param requestTimeout for a request with all its redirects and its whole answer
public record Endpoint(
        URI url,
        Optional<TokenSource> token,
        List<X509Certificate> roots,
        Duration connectTimeout,
        Duration requestTimeout) {
    private static final Pattern HIDDEN = Pattern.compile("[?#].*", Pattern.DOTALL);
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/]*@");

    /// Copies the list.
    public Endpoint {
        roots = List.copyOf(roots);
    }

    /// Gives a bearer token.
    @FunctionalInterface
    public interface TokenSource {
        /// The token as it is now.
        ///
        /// @throws java.io.IOException naming the file that cannot be read
        String token() throws java.io.IOException;
    }

    /// The URL without credentials, query and fragment, for people.
    @Override
    public String toString() {
        String text = HIDDEN.matcher(url.toString()).replaceFirst("");
        return CREDENTIALS.matcher(text).replaceFirst("//");
    }
}
