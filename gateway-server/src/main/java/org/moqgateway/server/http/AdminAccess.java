package org.moqgateway.server.http;

import io.javalin.http.Context;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.moqgateway.server.config.AdminToken;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.WebOrigins;

/// Who may start and stop clients: whoever shows the admin token. Without one, and while only this
/// machine may come in at all, its users and the gateway's own pages may; else nobody.
///
/// A browser sends a token of `Authorization` for no page but the one that knows it. Without a
/// token nothing but where a request comes from tells our pages from others.
///
/// @param token [GatewaySettings#clients], null without one
/// @param origins whether only this machine may come in, and what it is called
record AdminAccess(@Nullable AdminToken token, WebOrigins origins) {
    /// What fetch metadata says of requests that no other site has made: those of the page's own
    /// origin, and those that a user made alone.
    private static final Set<String> OWN = Set.of("same-origin", "none");

    /// What proxies add to what they send on (RFC 7239, RFC 9110 §7.6.3).
    private static final List<String> PROXIED = List.of("Forwarded", "X-Forwarded-For", "Via");

    static AdminAccess of(GatewaySettings settings) {
        return new AdminAccess(settings.clients().adminToken(), settings.webOrigins());
    }

    /// What it takes, for pages: `token`, `nothing`, or `never` where nobody may.
    String needs() {
        return token != null ? "token" : origins.local() ? "nothing" : "never";
    }

    /// Whether a request shows the admin token.
    boolean shown(Context ctx) {
        String shown = RequestAccess.bearer(ctx);
        return token != null && shown != null && token.matches(shown);
    }

    /// Whether a request shows something that is not the admin token, though there is one.
    boolean mistaken(Context ctx) {
        return token != null && ctx.header("Authorization") != null && !shown(ctx);
    }

    /// Whether a request comes from this machine: from no page at all, or from one of the gateway's
    /// own.
    boolean isLocal(Context ctx) {
        return isFromHere(ctx) && isOwn(ctx);
    }

    /// Lets an administrator pass, or answers 401 or 403.
    void check(Context ctx) {
        if (token == null) {
            checkOrigin(ctx);
            return;
        }
        if (shown(ctx)) {
            return;
        }
        boolean tried = ctx.header("Authorization") != null;
        throw Refusals.access(
                        401,
                        tried
                                ? "This is not the admin token."
                                : "Starting and stopping clients takes the admin token:"
                                        + " Authorization: Bearer TOKEN.",
                        tried)
                .asException();
    }

    private void checkOrigin(Context ctx) {
        if (!origins.local() || !isFromHere(ctx)) {
            throw Problem.of(
                            403,
                            "Nobody may start and stop clients here: start the gateway with"
                                    + " --admin-token-file FILE, and show the token.")
                    .asException();
        }
        if (!isOwn(ctx)) {
            throw Problem.of(
                            403,
                            "Pages of elsewhere may not start and stop clients without an admin"
                                    + " token.")
                    .asException();
        }
    }

    /// Whether it was sent on this machine. A proxy here that says so sends what others ask.
    private static boolean isFromHere(Context ctx) {
        return ServletContextRequest.getServletContextRequest(ctx.req())
                                .getConnectionMetaData()
                                .getRemoteSocketAddress()
                        instanceof InetSocketAddress remote
                && remote.getAddress().isLoopbackAddress()
                && PROXIED.stream().allMatch(field -> ctx.header(field) == null);
    }

    /// Whether a request comes from no page at all or from one of this very origin. `Host` must be
    /// a name of this machine whatever pages may ask: a page whose own name leads here (DNS
    /// rebinding) is of the same origin as what it asks for.
    private boolean isOwn(Context ctx) {
        String host = ctx.header("Host");
        String site = ctx.header("Sec-Fetch-Site");
        if (host == null
                || !origins.isOwn(host)
                || (site != null && !OWN.contains(site.toLowerCase(Locale.ROOT)))) {
            return false;
        }
        String origin = ctx.header("Origin");
        return origin == null || origin.equalsIgnoreCase(ctx.scheme() + "://" + host);
    }
}
