package org.moqgateway.moq.relay.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.session.Grant;
import org.moqgateway.moq.session.RefusedException;
import org.moqgateway.moq.session.SessionRequest;
import org.moqgateway.moq.token.KeySource;
import org.moqgateway.moq.token.TokenAlgorithm;
import org.moqgateway.moq.token.TokenClaims;
import org.moqgateway.moq.token.TokenKey;
import org.moqgateway.moq.token.TokenVerifier;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.wire.SessionRole;

class PolicyAuthorizerTest {
    private static final TokenKey KEY = TokenKey.generate(TokenAlgorithm.HS256);

    private final PolicyAuthorizer authorizer =
            new PolicyAuthorizer(
                    AccessPolicy.restricted(
                            new TokenVerifier(KeySource.single(KEY)),
                            List.of("anon"),
                            List.of("anon"),
                            InstantSource.system()),
                    Runnable::run);

    @Test
    void takesPathAndTokenFromTheTarget() throws Exception {
        String token = KEY.sign(TokenClaims.of("demo", List.of("me"), List.of("")));

        Grant grant = granted("/demo?a=b&jwt=" + token, null);

        assertThat(grant.root()).isEqualTo("demo");
        assertThat(grant.publish()).containsExactly("me");
        assertThat(granted("/anon/%C3%BCber?jwt=", null).root()).isEqualTo("anon/über");
    }

    @Test
    void treatsNoTargetAsTheTop() throws Exception {
        assertThat(granted("", null).publish()).containsExactly("anon");
    }

    @Test
    void grantsOnlyTheDirectionThatTheClientMeansToUse() throws Exception {
        assertThat(granted("/anon", SessionRole.PUBLISHER).subscribe()).isEmpty();
        assertThat(granted("/anon", SessionRole.SUBSCRIBER).publish()).isEmpty();
    }

    @Test
    void refusesARoleThatTheTokenDoesNotReach() throws Exception {
        String readOnly = KEY.sign(TokenClaims.of("demo", List.of(), List.of("")));

        assertThat(refusal("/demo?jwt=" + readOnly, SessionRole.PUBLISHER).httpStatus())
                .isEqualTo(403);
        assertThat(refusal("/demo", null).httpStatus()).isEqualTo(401);
        assertThat(refusal("/demo%zz", null).httpStatus()).isEqualTo(400);
    }

    @Test
    void keepsSessionsToTheServedName() throws Exception {
        assertThat(served("/", "live").publish()).containsExactly("live");
        assertThat(served("/live/cam0", "live").subscribe()).containsExactly("");
        assertThat(served("/a", "a/b").subscribe()).containsExactly("b");
        assertThat(ofServed("/other", "live")).isCompletedExceptionally();
        assertThat(ofServed("/lively", "live")).isCompletedExceptionally();
    }

    private static Grant served(String target, String name) throws Exception {
        return ofServed(target, name).get();
    }

    private static CompletableFuture<Grant> ofServed(String target, String name) {
        return new PolicyAuthorizer(AccessPolicy.open(), Runnable::run, name)
                .authorize(
                        new SessionRequest(
                                TransportKind.QUIC,
                                null,
                                target,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                                null))
                .toCompletableFuture();
    }

    private Grant granted(String target, @Nullable SessionRole role) throws Exception {
        return answer(target, role).get();
    }

    private RefusedException refusal(String target, @Nullable SessionRole role) {
        CompletableFuture<Grant> answer = answer(target, role);
        assertThat(answer).isCompletedExceptionally();
        return (RefusedException) answer.exceptionNow();
    }

    private CompletableFuture<Grant> answer(String target, @Nullable SessionRole role) {
        return authorizer
                .authorize(
                        new SessionRequest(
                                TransportKind.QUIC,
                                null,
                                target,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                                role))
                .toCompletableFuture();
    }
}
