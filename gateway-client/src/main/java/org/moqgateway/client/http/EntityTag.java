package org.moqgateway.client.http;

import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Headers;

/// Reads `ETag` (RFC 9110 §8.8.3). Pure.
final class EntityTag {
    private static final int MOST_CHARACTERS = 512;

    /// Also without quotes, as some servers send it; they are sent what they gave.
    private static final Pattern FORM =
            Pattern.compile("\"[\\x21\\x23-\\x7e]*\"|[\\x21\\x23-\\x7e]+");

    private EntityTag() {}

    /// The tag, fit for `If-Match`. A weak one counts as strong: no server of WebRTC sessions has
    /// weak ones, only compressing proxies make them so, and weak ones never match.
    ///
    /// @return empty without one that can be sent back
    static Optional<String> of(Headers headers) {
        String value = headers.get("ETag");
        if (value == null) {
            return Optional.empty();
        }
        String tag = value.startsWith("W/") ? value.substring(2) : value;
        return tag.length() <= MOST_CHARACTERS && FORM.matcher(tag).matches()
                ? Optional.of(tag)
                : Optional.empty();
    }
}
