package org.moqgateway.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.moqgateway.client.http.Dialling.ANSWER;
import static org.moqgateway.client.http.Dialling.CREATED;
import static org.moqgateway.client.http.Dialling.OFFER;
import static org.moqgateway.client.http.Dialling.endpoint;
import static org.moqgateway.client.http.Dialling.within;
import static org.moqgateway.client.http.RawServer.head;
import static org.moqgateway.client.http.RawServer.reply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Failures leave nothing behind: clients run for months.
@Timeout(120)
class ResourcesTest {
    private static final int ROUNDS = 25;

    @Test
    @EnabledOnOs(OS.LINUX)
    void failedCallsLeaveNoThreadAndNoSocket() throws Exception {
        RawServer gone = RawServer.answering(it -> reply(404, "", ""));
        gone.close();
        try (RawServer server = RawServer.answering(it -> hostile(it.path()))) {
            List<Endpoint> endpoints = new ArrayList<>();
            endpoints.add(within(server.uri("/silent"), Duration.ofMillis(20)));
            endpoints.add(endpoint(gone.uri("/")));
            // Its answers tell that the server knows of every connection before.
            for (String path : List.of("/503", "/endless", "/circle", "/half", "/html", "/404")) {
                endpoints.add(endpoint(server.uri(path)));
            }
            // What a library loads once, and the threads that all its clients share.
            fail(endpoints, 2);
            settle(server);
            long sockets = sockets();
            long threads = threads();

            fail(endpoints, ROUNDS);

            settle(server);
            assertThat(sockets()).isLessThanOrEqualTo(sockets);
            assertThat(threads()).isLessThanOrEqualTo(threads);
            assertThat(server.received().size()).isGreaterThan(ROUNDS * endpoints.size() / 2);
        }
    }

    private static RawServer.Reply hostile(String path) {
        return switch (path) {
            case "/404" -> reply(404, "", "");
            case "/503" -> reply(503, "Retry-After: 0\r\n", "");
            case "/circle" -> reply(307, "Location: /circle\r\n", "");
            case "/html" -> reply(200, "Content-Type: text/html\r\n", "<html>");
            case "/half" ->
                    out -> {
                        out.write(head(201, "Content-Length: 10\r\n"));
                        out.flush();
                        throw new IOException("that is all");
                    };
            case "/endless" ->
                    out -> {
                        out.write(head(201, ""));
                        while (true) {
                            out.write(new byte[1000]);
                        }
                    };
            default ->
                    out -> {
                        if (!new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS)) {
                            throw new IOException("later than anybody waits");
                        }
                    };
        };
    }

    private static void fail(List<Endpoint> endpoints, int rounds) {
        try (OkHttpSignalling signalling = new OkHttpSignalling("1")) {
            for (int i = 0; i < rounds; i++) {
                for (Endpoint endpoint : endpoints) {
                    assertThat(catchThrowable(() -> signalling.offer(endpoint, OFFER)))
                            .isInstanceOf(SignallingException.class);
                }
            }
        }
    }

    @Test
    void closingClosesItsConnections() throws Exception {
        try (RawServer server = RawServer.answering(it -> reply(201, CREATED, ANSWER))) {
            try (OkHttpSignalling signalling = new OkHttpSignalling("1")) {
                var unused = signalling.offer(endpoint(server.uri("/")), OFFER);
                assertThat(server.open()).isEqualTo(1);
            }
            settle(server);
            assertThat(server.open()).isZero();
        }
    }

    @Test
    void aSessionKeepsItsConnectionForTheCandidates() throws Exception {
        try (RawServer server = RawServer.answering(it -> reply(201, CREATED, ANSWER));
                OkHttpSignalling signalling = new OkHttpSignalling("1")) {
            SignallingSession session = signalling.offer(endpoint(server.uri("/")), OFFER);
            assertThat(session.trickle("a=x\r\n")).isTrue();
            session.delete();

            assertThat(server.open()).isEqualTo(1);
        }
    }

    /// The lists of addresses that were checked differ, so nothing is shared.
    @Test
    void connectionsAreNotSharedByOffers() throws Exception {
        try (RawServer server = RawServer.answering(it -> reply(201, CREATED, ANSWER));
                OkHttpSignalling signalling = new OkHttpSignalling("1")) {
            URI url = server.uri("/");
            var first = signalling.offer(endpoint(url), OFFER);
            var second = signalling.offer(endpoint(url), OFFER);

            assertThat(first).isNotSameAs(second);
            assertThat(server.open()).isEqualTo(2);
        }
    }

    /// Waits for the other side to notice, which has no event of its own.
    private static void settle(RawServer server) {
        while (server.open() > 0) {
            Thread.onSpinWait();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(it -> !it.getName().startsWith("ForkJoinPool"))
                .filter(it -> !it.getName().startsWith("VirtualThread"))
                .filter(it -> !it.getName().startsWith("OkHttp TaskRunner"))
                .count();
    }

    private static long sockets() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(ResourcesTest::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            // It was the one that listed them.
            return false;
        }
    }
}
