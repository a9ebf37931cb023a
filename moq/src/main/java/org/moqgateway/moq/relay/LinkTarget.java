package org.moqgateway.moq.relay;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A relay to keep a link to.
///
/// @param uri whom to dial, with the token if there is one
/// @param cost what is added to the cost of each route that comes over the link
/// @param node whether it is of our own cluster, so that nodes may announce themselves over it
public record LinkTarget(URI uri, long cost, boolean node) {
    private static final String COST = "cost=";
    private static final String TOKEN = "jwt=";

    /// @throws IllegalArgumentException when the cost is negative
    public LinkTarget {
        Objects.requireNonNull(uri);
        if (cost < 0) {
            throw new IllegalArgumentException("cost is negative: " + cost);
        }
    }

    /// A relay that is not of our cluster.
    ///
    /// @throws IllegalArgumentException when its `?cost=` is not a whole number
    public static LinkTarget of(URI uri) {
        return of(uri, null, false);
    }

    /// A node of our cluster. Takes `?cost=N` out of the URL, which the peer never sees, and adds a
    /// token where none is.
    ///
    /// @param token null for none
    /// @throws IllegalArgumentException when the cost is not a whole number
    public static LinkTarget node(URI uri, @Nullable String token) {
        return of(uri, token, true);
    }

    private static LinkTarget of(URI uri, @Nullable String token, boolean node) {
        long cost = 1;
        boolean hasToken = false;
        List<String> kept = new ArrayList<>();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(COST)) {
                cost = Long.parseLong(pair.substring(COST.length()));
            } else if (!pair.isEmpty() && !pair.equals(TOKEN)) {
                hasToken |= pair.startsWith(TOKEN);
                kept.add(pair);
            }
        }
        if (token != null && !hasToken) {
            kept.add(TOKEN + token);
        }
        return new LinkTarget(
                URI.create(bare(uri) + (kept.isEmpty() ? "" : "?" + String.join("&", kept))),
                cost,
                node);
    }

    /// The URL without its query: names the peer and gives nothing away.
    public String name() {
        return bare(uri);
    }

    /// Path and query, for bindings whose handshake carries none.
    String requestTarget() {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String query = uri.getRawQuery();
        return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    private static String bare(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return uri.getScheme() + "://" + uri.getRawAuthority() + (path.isEmpty() ? "/" : path);
    }
}
