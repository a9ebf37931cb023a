package org.moqgateway.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.moqgateway.client.http.Dialling.ANSWER;
import static org.moqgateway.client.http.Dialling.CREATED;
import static org.moqgateway.client.http.Dialling.OFFER;
import static org.moqgateway.client.http.Dialling.SDP;
import static org.moqgateway.client.http.RawServer.reply;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moqgateway.client.http.RawServer.Received;
import org.moqgateway.client.http.SignallingException.Kind;

class TlsTest {
    private final Names names = new Names();
    private final OkHttpSignalling signalling = new OkHttpSignalling("1", names, Clock.systemUTC());
    private final Authority authority = new Authority();

    @AfterEach
    void close() {
        signalling.close();
    }

    private ServerSocketFactory sockets() {
        return sockets(Instant.now().minus(Duration.ofDays(1)));
    }

    private ServerSocketFactory sockets(Instant validFrom) {
        return authority.server(validFrom).getServerSocketFactory();
    }

    static Endpoint trusting(URI url, X509Certificate... roots) {
        return new Endpoint(
                url,
                Optional.of(() -> "secret"),
                List.of(roots),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
    }

    private SignallingException failure(Endpoint endpoint) {
        return catchThrowableOfType(
                SignallingException.class,
                () -> {
                    var unused = signalling.offer(endpoint, OFFER);
                });
    }

    private static URI named(String host, RawServer server) {
        return URI.create("https://" + host + ":" + server.port() + "/whip");
    }

    @Test
    void trustsTheRootsThatAreGiven() throws Exception {
        names.lead("good.example", "127.0.0.1");
        try (RawServer server = RawServer.overTls(sockets(), it -> reply(201, CREATED, ANSWER))) {
            for (URI url : List.of(server.uri("/whip"), named("good.example", server))) {
                SignallingSession session =
                        signalling.offer(trusting(url, authority.root()), OFFER);
                session.delete();

                assertThat(session.url()).isEqualTo(url.resolve("/session/1"));
            }
            assertThat(server.received())
                    .extracting(Received::method)
                    .containsExactly("POST", "DELETE", "POST", "DELETE");
        }
    }

    @Test
    void saysThatTheRootIsMissing() throws Exception {
        X509Certificate other = new Authority().root();
        try (RawServer server = RawServer.overTls(sockets(), it -> reply(201, CREATED, ANSWER))) {
            for (Endpoint endpoint :
                    List.of(trusting(server.uri("/whip")), trusting(server.uri("/whip"), other))) {
                SignallingException failure = failure(endpoint);

                assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
                assertThat(failure)
                        .hasMessageStartingWith(server.uri("/whip").toString())
                        .hasMessageContainingAll("trusted root", "signed by nobody");
            }
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void saysThatTheNameIsAnother() throws Exception {
        names.lead("other.example", "127.0.0.1");
        try (RawServer server = RawServer.overTls(sockets(), it -> reply(201, CREATED, ANSWER))) {
            SignallingException failure =
                    failure(trusting(named("other.example", server), authority.root()));

            assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
            assertThat(failure).hasMessageContaining("another host than other.example");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void saysThatTheCertificateHasExpired() throws Exception {
        Instant begin = Instant.parse("2020-01-01T00:00:00Z");
        try (RawServer server =
                RawServer.overTls(sockets(begin), it -> reply(201, CREATED, ANSWER))) {
            SignallingException failure = failure(trusting(server.uri("/whip"), authority.root()));

            assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
            assertThat(failure).hasMessageContaining("expired");
        }
    }

    @Test
    void saysThatTheCertificateIsNotValidYet() throws Exception {
        Instant begin = Instant.parse("2199-01-01T00:00:00Z");
        try (RawServer server =
                RawServer.overTls(sockets(begin), it -> reply(201, CREATED, ANSWER))) {
            assertThat(failure(trusting(server.uri("/whip"), authority.root())))
                    .hasMessageContaining("not valid yet");
        }
    }

    @Test
    void saysThatNoTlsIsSpokenThere() {
        try (RawServer server = RawServer.answering(it -> reply(400, "", ""))) {
            SignallingException failure =
                    failure(trusting(URI.create("https://127.0.0.1:" + server.port() + "/whip")));

            assertThat(failure.kind()).isIn(Kind.BROKEN, Kind.UNREACHABLE);
            assertThat(failure).hasMessageStartingWith("https://127.0.0.1:" + server.port());
        }
    }

    @Test
    void neverGoesFromHttpsToHttp() throws Exception {
        try (RawServer plain = RawServer.answering(it -> reply(201, CREATED, ANSWER));
                RawServer server =
                        RawServer.overTls(
                                sockets(),
                                it -> reply(307, "Location: " + plain.uri("/x") + "\r\n", ""))) {
            SignallingException failure = failure(trusting(server.uri("/whip"), authority.root()));

            assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
            assertThat(failure).hasMessageContaining("not encrypted any more");
            assertThat(plain.received()).isEmpty();
        }
    }

    @Test
    void goesFromHttpToHttpsWithoutTheToken() throws Exception {
        try (RawServer server = RawServer.overTls(sockets(), it -> reply(201, CREATED, ANSWER));
                RawServer plain =
                        RawServer.answering(
                                it -> reply(308, "Location: " + server.uri("/x") + "\r\n", ""))) {
            var unused = signalling.offer(trusting(plain.uri("/whip"), authority.root()), OFFER);

            assertThat(plain.received().getFirst().header("Authorization")).isPresent();
            assertThat(server.received().getFirst().header("Authorization")).isEmpty();
        }
    }

    /// A proxy has ended TLS, and its server does not know.
    @Test
    void takesAPlainSessionUrlOfTheSameHostForAnEncryptedOne() throws Exception {
        try (RawServer server =
                RawServer.overTls(
                        sockets(),
                        it -> reply(201, SDP + "Location: http://127.0.0.1/s/1\r\n", ANSWER))) {
            SignallingSession session =
                    signalling.offer(trusting(server.uri("/whip"), authority.root()), OFFER);
            session.delete();

            assertThat(session.url()).isEqualTo(server.uri("/s/1"));
            assertThat(server.received().getLast().method()).isEqualTo("DELETE");
        }
    }
}
