package org.moqgateway.client.http;

import java.util.Locale;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;

/// What came back in the end.
///
/// @param url the URL that has answered, after redirects
/// @param target the server that has answered
/// @param status its status, no redirect
/// @param headers 64 KiB at most
/// @param body inflated; whole for success and for 406, else perhaps its beginning alone
/// @param withoutToken whether a token was kept back, since the URL is not of the endpoint's origin
record Answer(
        HttpUrl url,
        Target target,
        int status,
        Headers headers,
        ByteString body,
        boolean withoutToken) {
    /// `Content-Type` without parameters, lower case; empty for none.
    String type() {
        String value = headers.get("Content-Type");
        if (value == null) {
            return "";
        }
        int parameters = value.indexOf(';');
        return (parameters < 0 ? value : value.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /// The body as UTF-8.
    String text() {
        return body.utf8();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean succeeded() {
        return status >= 200 && status < 300;
    }

    /// Whether its body matters, and to an offer the server may have made a session.
    boolean accepted() {
        return succeeded() || status == 406;
    }

    Answer with(ByteString whole) {
        return new Answer(url, target, status, headers, whole, withoutToken);
    }
}
