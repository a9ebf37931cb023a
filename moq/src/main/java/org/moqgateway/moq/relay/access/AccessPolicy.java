package org.moqgateway.moq.relay.access;

import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.session.Grant;
import org.moqgateway.moq.session.RefusedException;
import org.moqgateway.moq.token.TokenClaims;
import org.moqgateway.moq.token.TokenException;
import org.moqgateway.moq.token.TokenPermissions;
import org.moqgateway.moq.token.TokenVerifier;
import org.moqgateway.moq.wire.BroadcastPath;
import org.moqgateway.moq.wire.InternalPath;
import org.moqgateway.moq.wire.MoqError;

/// The rules of one server: what a token gives, what is given without one. Any thread.
public final class AccessPolicy {
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;

    private static final int BAD_GATEWAY = 502;

    private final @Nullable TokenVerifier verifier;
    private final TokenClaims withoutToken;
    private final boolean open;
    private final InstantSource clock;

    private AccessPolicy(
            @Nullable TokenVerifier verifier,
            TokenClaims withoutToken,
            boolean open,
            InstantSource clock) {
        this.verifier = verifier;
        this.withoutToken = withoutToken;
        this.open = open;
        this.clock = clock;
    }

    /// Everyone may do everything but act as a relay of the cluster ([InternalPath]); tokens are
    /// not looked at.
    public static AccessPolicy open() {
        return new AccessPolicy(
                null, TokenClaims.of("", List.of(""), List.of("")), true, InstantSource.system());
    }

    /// Tokens and public prefixes say who may do what.
    ///
    /// @param verifier null when there is no key: every token is then refused
    /// @param publicPublish prefixes that may be published below without a token
    /// @param publicSubscribe prefixes that may be read below without a token
    /// @param clock the wall clock, which tokens expire by
    public static AccessPolicy restricted(
            @Nullable TokenVerifier verifier,
            List<String> publicPublish,
            List<String> publicSubscribe,
            InstantSource clock) {
        return new AccessPolicy(
                verifier, TokenClaims.of("", publicPublish, publicSubscribe), false, clock);
    }

    /// Whether everyone may do everything.
    public boolean isOpen() {
        return open;
    }

    /// What the holder of a token may do at a path. May block while a key is fetched.
    ///
    /// @param path what the client asks for, from the top of the origin
    /// @param token null when none was shown
    /// @return a grant with at least one prefix
    /// @throws RefusedException 401 when a token is missing or not believed, 403 when it is
    ///     good for nothing at this path, 502 when its key can't be fetched
    public Grant grant(String path, @Nullable String token) throws RefusedException {
        TokenClaims claims = claims(token);
        try {
            return grant(path, claims);
        } catch (TokenException e) {
            throw token == null
                    ? unauthenticated("a token is needed here")
                    : forbidden("the token does not reach this path");
        }
    }

    /// Like [#grant], for somebody who means to publish exactly this path.
    ///
    /// @throws RefusedException as there, and 403 or 401 when publishing is what is lacking
    public Grant grantPublishing(String path, @Nullable String token) throws RefusedException {
        Grant grant = grant(path, token);
        return require(grant, grant.publish().contains(""), "publish", token);
    }

    /// Like [#grant], for somebody who means to read exactly this path.
    ///
    /// @throws RefusedException as there, and 403 or 401 when reading is what is lacking
    public Grant grantReading(String path, @Nullable String token) throws RefusedException {
        Grant grant = grant(path, token);
        return require(grant, grant.subscribe().contains(""), "play", token);
    }

    /// What the holder of a token may do anywhere; without any prefix when that is nothing.
    ///
    /// @throws RefusedException 401 when the token is not believed, 502 when its key can't be
    ///     fetched
    public Grant everywhere(@Nullable String token) throws RefusedException {
        TokenClaims claims = claims(token);
        try {
            return grant("", claims);
        } catch (TokenException e) {
            return new Grant("", List.of(), List.of(), null, 1);
        }
    }

    private static Grant grant(String path, TokenClaims claims) throws TokenException {
        String root = BroadcastPath.normalize(path);
        TokenPermissions permissions =
                (InternalPath.covers(root) ? ofRelays(claims) : claims).authorize(root);
        return new Grant(root, permissions.subscribe(), permissions.publish(), claims.expires(), 1);
    }

    /// What is left of claims for somebody who asks for the names that relays keep for themselves:
    /// a prefix above them does not reach them.
    private static TokenClaims ofRelays(TokenClaims claims) {
        return new TokenClaims(
                claims.root(),
                ofRelays(claims.root(), claims.publish()),
                ofRelays(claims.root(), claims.subscribe()),
                claims.expires(),
                claims.issued());
    }

    private static List<String> ofRelays(String root, List<String> prefixes) {
        return prefixes.stream()
                .filter(prefix -> InternalPath.covers(BroadcastPath.normalize(root + '/' + prefix)))
                .toList();
    }

    private TokenClaims claims(@Nullable String token) throws RefusedException {
        if (open || token == null) {
            return withoutToken;
        }
        if (verifier == null) {
            throw unauthenticated("tokens are not taken here");
        }
        try {
            return verifier.verify(token, clock.instant());
        } catch (TokenException e) {
            throw switch (e.reason()) {
                case KEY_UNAVAILABLE ->
                        new RefusedException(
                                BAD_GATEWAY,
                                MoqError.INTERNAL.sessionCode(),
                                String.valueOf(e.getMessage()));
                case MALFORMED_TOKEN,
                        BAD_SIGNATURE,
                        EXPIRED,
                        NO_ACCESS,
                        SCOPE_EXCEEDED,
                        UNKNOWN_KEY,
                        BAD_KEY ->
                        unauthenticated(String.valueOf(e.getMessage()));
            };
        }
    }

    private static Grant require(Grant grant, boolean held, String what, @Nullable String token)
            throws RefusedException {
        if (held) {
            return grant;
        }
        throw token == null
                ? unauthenticated("a token is needed to " + what + " here")
                : forbidden("the token does not allow to " + what + " here");
    }

    private static RefusedException unauthenticated(String text) {
        return new RefusedException(UNAUTHENTICATED, MoqError.UNAUTHORIZED.sessionCode(), text);
    }

    private static RefusedException forbidden(String text) {
        return new RefusedException(FORBIDDEN, MoqError.UNAUTHORIZED.sessionCode(), text);
    }
}
