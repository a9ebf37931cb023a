package org.moqgateway.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which web pages may use this gateway. A browser lets any page on the internet reach this
/// machine, by address or by a name of the page's own that points here (DNS rebinding): where
/// nothing else says who may come in, pages from elsewhere have to be named.
///
/// @param listed [Setting#CORS_ORIGIN] in lower case: origins, or `*` alone
/// @param local whether only this machine may come in ([AccessSettings#unguarded])
/// @param ownHost the host that is listened on
public record WebOrigins(List<String> listed, boolean local, String ownHost) {
    /// Copies the list.
    public WebOrigins {
        listed = List.copyOf(listed);
    }

    /// Whether pages of every origin may.
    public boolean any() {
        return listed.contains("*");
    }

    /// Whether pages of an origin may use the gateway from elsewhere.
    ///
    /// @param origin the value of `Origin`
    public boolean lists(String origin) {
        return any()
                || listed.contains(origin.toLowerCase(Locale.ROOT))
                || (local && isLoopback(origin));
    }

    /// Whether a request may come from where it says: from no page at all, from a page of the
    /// gateway's own host, or of an origin that [#lists].
    ///
    /// @param origin the value of `Origin`; null without one
    /// @param host what the request calls the gateway, with or without a port; null for nothing
    public boolean admits(@Nullable String origin, @Nullable String host) {
        if (origin == null || lists(origin)) {
            return true;
        }
        String page = hostOf(origin);
        return page != null && host != null && page.equals(Host.bare(host));
    }

    /// Whether a request may call the gateway so. While only this machine may come in, this
    /// must be a name of this machine that nobody else can own.
    ///
    /// @param host the value of `Host`, with or without a port; null without one
    public boolean isOurs(@Nullable String host) {
        if (!local || any() || host == null) {
            return true;
        }
        String name = Host.bare(host);
        return isOwn(host) || listed.stream().anyMatch(origin -> name.equals(hostOf(origin)));
    }

    /// Whether a request calls the gateway by a name of this machine, or by that of the address it
    /// listens on: not by one that a page has made to lead here, whatever pages may come.
    ///
    /// @param host the value of `Host`, with or without a port
    public boolean isOwn(String host) {
        String name = Host.bare(host);
        return Host.isLoopback(name) || name.equals(Host.bare(ownHost));
    }

    private static boolean isLoopback(String origin) {
        String host = hostOf(origin);
        return host != null && Host.isLoopback(host);
    }

    private static @Nullable String hostOf(String origin) {
        try {
            String host = new URI(origin).getHost();
            return host == null ? null : Host.bare(host);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
