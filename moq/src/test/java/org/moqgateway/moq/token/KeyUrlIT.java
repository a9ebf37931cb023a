package org.moqgateway.moq.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyUrlIT {
    private static final Instant NOW = Instant.parse("2026-11-21T14:00:00Z");
    private static final TokenClaims CLAIMS = TokenClaims.of("", List.of(""), List.of());

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final TokenKey known;
    private final HttpServer server;

    KeyUrlIT() throws Exception {
        known = TokenKey.generate(TokenAlgorithm.ES256, "known");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.createContext(
                "/keys/",
                exchange -> {
                    requests.incrementAndGet();
                    if (exchange.getRequestURI().getPath().startsWith("/keys/slow-")) {
                        hold();
                    }
                    switch (exchange.getRequestURI().getPath()) {
                        case "/keys/known.jwk" -> answer(exchange, 200, publicText());
                        case "/keys/endless.jwk" -> answer(exchange, 200, " ".repeat(1 << 20));
                        case "/keys/broken.jwk" -> answer(exchange, 500, "");
                        case "/keys/moved.jwk" -> {
                            exchange.getResponseHeaders().set("Location", "/keys/known.jwk");
                            answer(exchange, 302, "");
                        }
                        default -> answer(exchange, 404, "");
                    }
                });
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
        threads.close();
    }

    private void hold() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String publicText() {
        try {
            return known.toPublic().toJson();
        } catch (TokenException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/keys", "/keys/"})
    void looksAKeyUpAndKeepsItForAWhile(String path) throws Exception {
        TokenVerifier verifier = verifier(path);
        String token = known.sign(CLAIMS);

        assertThat(verifier.verify(token, NOW)).isEqualTo(CLAIMS);
        assertThat(verifier.verify(token, NOW.plus(KeyUrl.KEPT).minusSeconds(1))).isEqualTo(CLAIMS);
        assertThat(requests).hasValue(1);

        assertThat(verifier.verify(token, NOW.plus(KeyUrl.KEPT))).isEqualTo(CLAIMS);
        assertThat(requests).hasValue(2);
    }

    @Test
    void tellsAnUnknownKeyFromOneThatCantBeLookedUp() throws Exception {
        assertThat(refusal("absent")).isEqualTo(TokenException.Reason.UNKNOWN_KEY);
        assertThat(refusal("broken")).isEqualTo(TokenException.Reason.KEY_UNAVAILABLE);
        assertThat(refusal("moved")).isEqualTo(TokenException.Reason.KEY_UNAVAILABLE);
        assertThat(refusal("endless")).isEqualTo(TokenException.Reason.KEY_UNAVAILABLE);
    }

    @Test
    void remembersForAMomentThatThereIsNoSuchKey() throws Exception {
        TokenVerifier verifier = verifier("/keys");
        String absent = TokenKey.generate(TokenAlgorithm.HS256, "absent").sign(CLAIMS);
        for (Instant time : List.of(NOW, NOW, NOW.plus(KeyUrl.MISSED).minusSeconds(1))) {
            assertThat(catchRefusal(() -> verifier.verify(absent, time)))
                    .isEqualTo(TokenException.Reason.UNKNOWN_KEY);
        }
        assertThat(requests).hasValue(1);

        assertThat(catchRefusal(() -> verifier.verify(absent, NOW.plus(KeyUrl.MISSED))))
                .isEqualTo(TokenException.Reason.UNKNOWN_KEY);
        assertThat(requests).hasValue(2);
        assertThat(verifier.verify(known.sign(CLAIMS), NOW)).isEqualTo(CLAIMS);
    }

    @Test
    @Timeout(60)
    void lookupsOfInventedIdsDoNotRefuseOthers() throws Exception {
        TokenVerifier verifier = verifier("/keys");
        List<Future<TokenException.Reason>> invented = new ArrayList<>();
        for (int i = 0; i < KeyUrl.MAX_REQUESTS; i++) {
            String token = TokenKey.generate(TokenAlgorithm.HS256, "slow-" + i).sign(CLAIMS);
            invented.add(threads.submit(() -> catchRefusal(() -> verifier.verify(token, NOW))));
        }
        while (requests.get() < KeyUrl.MAX_REQUESTS) {
            Thread.onSpinWait();
        }
        String token = known.sign(CLAIMS);
        FutureTask<TokenClaims> honest = new FutureTask<>(() -> verifier.verify(token, NOW));
        Thread waiting = Thread.ofPlatform().start(honest);
        while (waiting.getState() != Thread.State.TIMED_WAITING && !honest.isDone()) {
            Thread.onSpinWait();
        }
        released.countDown();

        assertThat(honest.get()).isEqualTo(CLAIMS);
        for (Future<TokenException.Reason> one : invented) {
            assertThat(one.get()).isEqualTo(TokenException.Reason.UNKNOWN_KEY);
        }
    }

    private TokenException.Reason refusal(String id) throws Exception {
        String token = TokenKey.generate(TokenAlgorithm.HS256, id).sign(CLAIMS);
        TokenVerifier verifier = verifier("/keys");
        return catchRefusal(() -> verifier.verify(token, NOW));
    }

    @Test
    void saysWhenNobodyAnswers() throws Exception {
        // Bound, so that nobody else listens there either.
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            TokenVerifier verifier = new TokenVerifier(KeySource.url(URI.create(url)));

            assertThat(catchRefusal(() -> verifier.verify(known.sign(CLAIMS), NOW)))
                    .isEqualTo(TokenException.Reason.KEY_UNAVAILABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/keys", "keys", "ftp://host/keys", "http:///keys"})
    void refusesOtherUrls(String url) {
        assertThatThrownBy(() -> KeySource.url(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private TokenVerifier verifier(String path) {
        String host = "http://127.0.0.1:" + server.getAddress().getPort();
        return new TokenVerifier(KeySource.url(URI.create(host + path)));
    }

    private static TokenException.Reason catchRefusal(ThrowingCallable call) {
        return assertThatExceptionOfType(TokenException.class).isThrownBy(call).actual().reason();
    }
}
