package org.moqgateway.client.http;

import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/// A request.
///
/// @param endpoint whose token and trust it has
/// @param method upper case
/// @param url where it goes first
/// @param known the server of that URL, null when it is yet to be found
/// @param content what it carries; null for nothing
/// @param accept the type that is wanted in return; empty for none
/// @param ifMatch the precondition; empty for none
/// @param within the time for all of it
record Ask(
        Endpoint endpoint,
        String method,
        HttpUrl url,
        @Nullable Target known,
        @Nullable Content content,
        Optional<String> accept,
        Optional<String> ifMatch,
        Duration within) {
    /// A body.
    ///
    /// @param type its media type
    /// @param text the body
    record Content(String type, String text) {}
}
