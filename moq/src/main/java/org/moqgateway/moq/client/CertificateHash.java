package org.moqgateway.moq.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.moqgateway.moq.transport.DialRefusedException;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// Asks a server for the fingerprint of its certificate, as the `http://` scheme of MoQ clients
/// means it: whoever answers this plain request is believed, so it is for closed networks and
/// development.
final class CertificateHash {
    private static final String PATH = "/certificate.sha256";
    private static final int MAX_BYTES = 4096;

    private CertificateHash() {}

    /// Fetches `http://host:port/certificate.sha256`, following no redirect.
    ///
    /// @throws IOException naming the status, or when the answer is no fingerprint
    static TlsTrust.Pinned fetch(URI server, Duration timeout) throws IOException {
        URL url;
        try {
            url =
                    new URI("http", null, server.getHost(), server.getPort(), PATH, null, null)
                            .toURL();
        } catch (URISyntaxException e) {
            throw new IOException("not a host and port: " + server.getAuthority(), e);
        }
        int millis = Math.clamp(timeout.toMillis(), 1, 60_000);
        HttpURLConnection http = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        try {
            http.setInstanceFollowRedirects(false);
            http.setConnectTimeout(millis);
            http.setReadTimeout(millis);
            http.setUseCaches(false);
            int status = http.getResponseCode();
            if (status != 200) {
                throw new DialRefusedException(
                        status, "the server answered " + status + " to " + url);
            }
            try (InputStream in = http.getInputStream()) {
                return pinned(new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII), url);
            }
        } finally {
            http.disconnect();
        }
    }

    private static TlsTrust.Pinned pinned(String body, URL url) throws IOException {
        String fingerprint = body.strip().toLowerCase(Locale.ROOT);
        try {
            return new TlsTrust.Pinned(List.of(fingerprint));
        } catch (IllegalArgumentException e) {
            throw new IOException("no certificate fingerprint came from " + url, e);
        }
    }
}
