package org.moqgateway.client.http;

import okhttp3.HttpUrl;

/// A session URL that may be used.
///
/// @param url without credentials and fragment
/// @param target its server
record SessionUrl(HttpUrl url, Target target) {
    /// The same over other connections, see [Target#anew].
    SessionUrl anew() {
        return new SessionUrl(url, target.anew());
    }
}
