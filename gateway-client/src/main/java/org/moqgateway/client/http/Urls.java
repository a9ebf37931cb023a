package org.moqgateway.client.http;

import java.util.Optional;
import okhttp3.HttpUrl;
import org.moqgateway.client.http.SignallingException.Kind;

/// The URL of an endpoint.
final class Urls {
    private Urls() {}

    /// The endpoint's URL.
    ///
    /// @throws SignallingException when it is not one that can be dialled
    static HttpUrl of(Endpoint endpoint) throws SignallingException {
        HttpUrl url = HttpUrl.parse(endpoint.url().toString());
        if (url == null) {
            throw new SignallingException(
                    Kind.BROKEN,
                    0,
                    Optional.empty(),
                    endpoint + " is not an http:// or https:// URL with a host");
        }
        if (!url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty()) {
            throw new SignallingException(
                    Kind.BROKEN,
                    0,
                    Optional.empty(),
                    Words.of(url) + " must be given without user name and password: use a token");
        }
        return url.newBuilder().fragment(null).build();
    }
}
