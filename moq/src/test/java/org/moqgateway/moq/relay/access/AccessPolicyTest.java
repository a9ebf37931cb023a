package org.moqgateway.moq.relay.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.moq.session.Grant;
import org.moqgateway.moq.session.RefusedException;
import org.moqgateway.moq.token.KeyScope;
import org.moqgateway.moq.token.KeySource;
import org.moqgateway.moq.token.TokenAlgorithm;
import org.moqgateway.moq.token.TokenClaims;
import org.moqgateway.moq.token.TokenException;
import org.moqgateway.moq.token.TokenKey;
import org.moqgateway.moq.token.TokenVerifier;

/// The tables of upstream's doc/bin/relay/auth.md, row by row.
class AccessPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final TokenKey KEY = TokenKey.generate(TokenAlgorithm.HS256);

    @Test
    void givesTheNamesOfRelaysToThoseWhoNameThem() throws Exception {
        AccessPolicy policy = withKey(KEY);
        String every = token(TokenClaims.of("", List.of(""), List.of("")));
        String node = token(TokenClaims.of("", List.of("", ".internal"), List.of("")));
        String rooted = token(TokenClaims.of(".internal", List.of("origins"), List.of()));

        assertThat(status(() -> policy.grantPublishing(".internal/origins/a", every)))
                .isEqualTo(403);
        assertThat(status(() -> policy.grantReading(".internal/origins/a", node))).isEqualTo(403);
        assertThat(policy.grantPublishing(".internal/origins/a", node).subscribe()).isEmpty();
        assertThat(policy.grant("", node).publish()).containsExactly("", ".internal");
        assertThat(policy.grantPublishing("/.internal/origins/", rooted).root())
                .isEqualTo(".internal/origins");
        assertThat(status(() -> AccessPolicy.open().grantPublishing(".internal/a", null)))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "none",
            textBlock =
                    """
                    # root; put; get; may publish; may not publish; may play; may not play
                    demo; my-stream; ''; demo/my-stream; demo/other; demo/any; other
                    rooms/123; alice; ''; rooms/123/alice; rooms/123/bob; rooms/123/bob; rooms/1234
                    ''; ''; ''; any/thing; none; any/thing; none
                    ''; none; ''; none; any; any/thing; none
                    ''; ''; none; any/thing; none; none; any
                    demo; none; ''; none; demo/a; demo/a; demonstration
                    """)
    void grantsWhatTheClaimsSay(
            String root,
            @Nullable String put,
            @Nullable String get,
            @Nullable String publishes,
            @Nullable String publishesNot,
            @Nullable String plays,
            @Nullable String playsNot)
            throws Exception {
        AccessPolicy policy = withKey(KEY);
        String token = token(TokenClaims.of(root, list(put), list(get)));

        if (publishes != null) {
            assertThat(policy.grantPublishing(publishes, token).publish()).contains("");
        }
        if (publishesNot != null) {
            assertThat(status(() -> policy.grantPublishing(publishesNot, token))).isEqualTo(403);
        }
        if (plays != null) {
            assertThat(policy.grantReading(plays, token).subscribe()).contains("");
        }
        if (playsNot != null) {
            assertThat(status(() -> policy.grantReading(playsNot, token))).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    # path of the connection; root, publish and subscribe prefixes of the session
                    /demo; demo; me; ''
                    /demo/; demo; me; ''
                    /; ''; demo/me; demo
                    /demo/me; demo/me; ''; ''
                    /demo/me/too; demo/me/too; ''; ''
                    """)
    void narrowsOrWidensByTheConnectionsPath(
            String path, String root, String publish, String subscribe) throws Exception {
        String token = token(TokenClaims.of("demo", List.of("me"), List.of("")));

        Grant grant = withKey(KEY).grant(path, token);

        assertThat(grant.root()).isEqualTo(root);
        assertThat(grant.publish()).containsExactly(publish);
        assertThat(grant.subscribe()).containsExactly(subscribe);
    }

    @Test
    void losesOneRoleWithoutBeingRefused() throws Exception {
        String token = token(TokenClaims.of("demo", List.of("me"), List.of("")));

        Grant grant = withKey(KEY).grant("/demo/room", token);

        assertThat(grant.publish()).isEmpty();
        assertThat(grant.subscribe()).containsExactly("");
    }

    @ParameterizedTest
    @CsvSource({"/other", "/demonstration", "/dem"})
    void refusesAnUnrelatedPath(String path) throws Exception {
        String token = token(TokenClaims.of("demo", List.of(""), List.of("")));

        assertThat(status(() -> withKey(KEY).grant(path, token))).isEqualTo(403);
    }

    @Test
    void refusesWhatLeavesBothRolesEmpty() throws Exception {
        String token = token(TokenClaims.of("demo", List.of("me"), List.of("you")));

        assertThat(status(() -> withKey(KEY).grant("/demo/she", token))).isEqualTo(403);
    }

    @Test
    void asksForATokenWhereNoneWasShown() {
        assertThat(status(() -> withKey(KEY).grant("/demo", null))).isEqualTo(401);
        assertThat(status(() -> withKey(KEY).grantPublishing("demo", null))).isEqualTo(401);
    }

    @Test
    void doesNotBelieveAnotherKeysTokenNorNonsense() throws Exception {
        String foreign =
                TokenKey.generate(TokenAlgorithm.HS256)
                        .sign(TokenClaims.of("demo", List.of(""), List.of("")));

        assertThat(status(() -> withKey(KEY).grant("/demo", foreign))).isEqualTo(401);
        assertThat(status(() -> withKey(KEY).grant("/demo", "nonsense"))).isEqualTo(401);
    }

    @Test
    void tellsWhenTheTokenExpiresAndRefusesItAfterwards() throws Exception {
        Instant expiry = NOW.plusSeconds(60);
        String token = token(new TokenClaims("demo", List.of(""), List.of(""), expiry, null));
        String over =
                token(
                        new TokenClaims(
                                "demo",
                                List.of(""),
                                List.of(""),
                                NOW.minus(Duration.ofHours(1)),
                                null));

        assertThat(withKey(KEY).grant("/demo", token).expiry()).contains(expiry);
        assertThat(status(() -> withKey(KEY).grant("/demo", over))).isEqualTo(401);
    }

    @Test
    void refusesTheWholeTokenThatExceedsItsKeysScope() throws Exception {
        TokenKey scoped = KEY.withScope(new KeyScope("project", List.of("live"), List.of("watch")));
        String within = token(TokenClaims.of("project", List.of("live/a"), List.of("watch")));
        String beyond = token(TokenClaims.of("project", List.of("live"), List.of("")));

        assertThat(withKey(scoped).grant("/project", within).publish()).containsExactly("live/a");
        assertThat(status(() -> withKey(scoped).grant("/project", beyond))).isEqualTo(401);
    }

    @Test
    void opensPublicPrefixesByRole() throws Exception {
        AccessPolicy policy =
                AccessPolicy.restricted(
                        null, List.of("anon"), List.of("anon", "demo"), InstantSource.fixed(NOW));

        assertThat(policy.grant("/anon", null).publish()).containsExactly("");
        assertThat(policy.grant("/", null).publish()).containsExactly("anon");
        assertThat(policy.grant("/", null).subscribe()).containsExactly("anon", "demo");
        assertThat(policy.grantReading("demo/a", null).publish()).isEmpty();
        assertThat(status(() -> policy.grantPublishing("demo/a", null))).isEqualTo(401);
        assertThat(status(() -> policy.grant("/other", null))).isEqualTo(401);
        assertThat(status(() -> policy.grant("/anon", "a.b.c"))).isEqualTo(401);
    }

    @Test
    void looksAtNoTokenWhereEverythingIsOpen() throws Exception {
        Grant grant = AccessPolicy.open().grant("/any", "nonsense");

        assertThat(grant.root()).isEqualTo("any");
        assertThat(grant.publish()).containsExactly("");
        assertThat(grant.subscribe()).containsExactly("");
        assertThat(grant.expiry()).isEmpty();
    }

    @Test
    void showsNothingToThoseWhoMayDoNothing() throws Exception {
        assertThat(withKey(KEY).everywhere(null).subscribe()).isEmpty();
        assertThat(
                        withKey(KEY)
                                .everywhere(
                                        token(TokenClaims.of("a", List.of(), List.of("b", "c"))))
                                .subscribe())
                .containsExactly("a/b", "a/c");
    }

    private static AccessPolicy withKey(TokenKey key) {
        return AccessPolicy.restricted(
                new TokenVerifier(KeySource.single(key)),
                List.of(),
                List.of(),
                InstantSource.fixed(NOW));
    }

    private static String token(TokenClaims claims) throws TokenException {
        return KEY.sign(claims);
    }

    private static List<String> list(@Nullable String prefixes) {
        return prefixes == null ? List.of() : Arrays.asList(prefixes.split(" ", -1));
    }

    private static int status(Attempt attempt) {
        return catchThrowableOfType(RefusedException.class, attempt::make).httpStatus();
    }

    @FunctionalInterface
    private interface Attempt {
        Grant make() throws RefusedException;
    }
}
