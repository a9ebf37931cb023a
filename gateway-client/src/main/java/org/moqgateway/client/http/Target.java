package org.moqgateway.client.http;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/// A server as it was found: its origin and the addresses that were checked, which are the ones
/// that are dialled for as long as this is used. Any thread.
///
/// @param origin scheme, host and port; the rest does not matter
/// @param addresses at least one
/// @param sockets connect to nothing but the addresses
/// @param client dials with them and shares no connection with another target
record Target(
        HttpUrl origin, List<InetAddress> addresses, CheckedSockets sockets, OkHttpClient client) {
    Target {
        addresses = List.copyOf(addresses);
    }

    /// The same server over other connections, which are closed after each request.
    Target anew() {
        CheckedSockets other = new CheckedSockets(addresses);
        ConnectionPool none = new ConnectionPool(0, 1, TimeUnit.SECONDS);
        return new Target(
                origin,
                addresses,
                other,
                client.newBuilder().socketFactory(other).connectionPool(none).build());
    }

    /// Whether a URL is of this very origin.
    boolean serves(HttpUrl url) {
        return sameOrigin(origin, url);
    }

    /// RFC 6454 §5.
    static boolean sameOrigin(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme())
                && one.host().equals(other.host())
                && one.port() == other.port();
    }
}
