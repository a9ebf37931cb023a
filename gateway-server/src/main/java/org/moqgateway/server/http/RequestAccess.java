package org.moqgateway.server.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.relay.access.AccessPolicy;
import org.moqgateway.moq.session.Grant;
import org.moqgateway.moq.session.RefusedException;

/// Holds requests against the rules of access. The token is `Authorization: Bearer TOKEN`
/// (RFC 6750 §2.1), or `?jwt=TOKEN` for clients that can't set a header; the header wins.
final class RequestAccess {
    private static final String BEARER = "bearer ";

    private final AccessPolicy policy;

    RequestAccess(AccessPolicy policy) {
        this.policy = policy;
    }

    /// Lets a publisher of this broadcast pass, or answers 401 or 403.
    Grant publishing(Context ctx, String broadcast) {
        String token = token(ctx);
        return answered(token, () -> policy.grantPublishing(broadcast, token));
    }

    /// Lets a viewer of this broadcast pass, or answers 401 or 403.
    Grant reading(Context ctx, String broadcast) {
        String token = token(ctx);
        return answered(token, () -> policy.grantReading(broadcast, token));
    }

    /// What may be read at or below a path, at least something, or 401 or 403.
    Grant readingBelow(Context ctx, String path) {
        String token = token(ctx);
        Grant grant = answered(token, () -> policy.grant(path, token));
        if (grant.subscribe().isEmpty()) {
            throw refusal(
                            token,
                            RefusedException.unauthorized(
                                    "The token does not allow to play anything here."))
                    .asException();
        }
        return grant;
    }

    /// What may be seen at all, maybe nothing; 401 for a bad token.
    Visible visible(Context ctx) {
        String token = token(ctx);
        Grant grant = answered(token, () -> policy.everywhere(token));
        return new Visible(grant.subscribe(), grant.publish());
    }

    /// Lets those pass who may read everything.
    void everything(Context ctx) {
        reading(ctx, "");
    }

    /// Whether everybody may read everything: then who does so has shown nothing.
    boolean isOpenToAll() {
        try {
            Grant unused = policy.grantReading("", null);
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    /// The broadcasts somebody may know of, as prefixes.
    ///
    /// @param subscribe those that may be played
    /// @param publish those that may be published
    record Visible(List<String> subscribe, List<String> publish) {
        boolean covers(String broadcast) {
            return covers(subscribe, broadcast) || covers(publish, broadcast);
        }

        /// Whether a broadcast may be played.
        boolean plays(String broadcast) {
            return covers(subscribe, broadcast);
        }

        private static boolean covers(List<String> prefixes, String broadcast) {
            return prefixes.stream()
                    .anyMatch(
                            prefix ->
                                    prefix.isEmpty()
                                            || broadcast.equals(prefix)
                                            || broadcast.startsWith(prefix + "/"));
        }
    }

    /// A decision that may be a refusal.
    @FunctionalInterface
    private interface Decision {
        Grant take() throws RefusedException;
    }

    private static Grant answered(@Nullable String token, Decision decision) {
        try {
            return decision.take();
        } catch (RefusedException e) {
            throw refusal(token, e).asException();
        }
    }

    private static Problem refusal(@Nullable String token, RefusedException refused) {
        return Refusals.access(refused.httpStatus(), refused.text(), token != null);
    }

    /// What tells this request's sender from others: its token, however it is shown, so that
    /// header and query are one and the same; else whatever `Authorization` holds; null when
    /// nothing does.
    static @Nullable String credentials(Context ctx) {
        String token = token(ctx);
        return token == null ? ctx.header("Authorization") : token;
    }

    /// The token of `Authorization`; null without one.
    static @Nullable String bearer(Context ctx) {
        String authorization = ctx.header("Authorization");
        return authorization != null
                        && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                        && authorization.length() > BEARER.length()
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    private static @Nullable String token(Context ctx) {
        String bearer = bearer(ctx);
        if (bearer != null) {
            return bearer;
        }
        String query = ctx.queryParam("jwt");
        return query == null || query.isEmpty() ? null : query;
    }
}
