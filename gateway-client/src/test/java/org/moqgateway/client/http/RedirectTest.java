package org.moqgateway.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.moqgateway.client.http.Dialling.ANSWER;
import static org.moqgateway.client.http.Dialling.CREATED;
import static org.moqgateway.client.http.Dialling.OFFER;
import static org.moqgateway.client.http.Dialling.SDP;
import static org.moqgateway.client.http.Dialling.endpoint;
import static org.moqgateway.client.http.RawServer.reply;

import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.client.http.RawServer.Received;
import org.moqgateway.client.http.SignallingException.Kind;

class RedirectTest {
    private final Names names = new Names();
    private final OkHttpSignalling signalling = new OkHttpSignalling("1", names, Clock.systemUTC());

    @AfterEach
    void close() {
        signalling.close();
    }

    private SignallingException refused(URI url) {
        return catchThrowableOfType(
                SignallingException.class,
                () -> {
                    var unused = signalling.offer(endpoint(url, "secret"), OFFER);
                });
    }

    private static RawServer.Reply to(int status, String location) {
        return reply(status, "Location: " + location + "\r\n", "");
    }

    private static URI named(String host, RawServer server, String path) {
        return URI.create("http://" + host + ":" + server.port() + path);
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void postsTheSameOfferToWhereItIsSent(int status) throws Exception {
        try (RawServer server =
                RawServer.answering(
                        it ->
                                it.path().equals("/whip")
                                        ? to(status, "edge/2?x=1")
                                        : reply(201, SDP + "Location: s/1\r\n", ANSWER))) {
            SignallingSession session =
                    signalling.offer(endpoint(server.uri("/whip"), "secret"), OFFER);

            assertThat(session.url()).isEqualTo(server.uri("/edge/s/1"));
            Received second = server.received().getLast();
            assertThat(second.method()).isEqualTo("POST");
            assertThat(second.path()).isEqualTo("/edge/2?x=1");
            assertThat(second.body()).isEqualTo(OFFER);
            assertThat(second.header("Content-Type")).hasValue("application/sdp");
            assertThat(second.header("Authorization")).hasValue("Bearer secret");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303})
    void followsNoRedirectThatTurnsAPostIntoAGet(int status) {
        try (RawServer server = RawServer.answering(it -> to(status, "/other"))) {
            SignallingException failure = refused(server.uri("/whip"));

            assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure)
                    .hasMessageContainingAll(server.uri("/other").toString(), "307", "308");
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void namesTheCircle() {
        try (RawServer server =
                RawServer.answering(it -> to(307, it.path().equals("/a") ? "/b" : "/a"))) {
            SignallingException failure = refused(server.uri("/a"));

            assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
            assertThat(failure)
                    .hasMessageContaining("circle")
                    .hasMessageContaining(
                            server.uri("/a") + " → " + server.uri("/b") + " → " + server.uri("/a"));
            assertThat(server.received()).hasSize(2);
        }
    }

    @Test
    void followsFiveRedirectsAndNoMore() throws Exception {
        AtomicInteger count = new AtomicInteger();
        AtomicInteger most = new AtomicInteger(5);
        try (RawServer server =
                RawServer.answering(
                        it ->
                                count.get() < most.get()
                                        ? to(307, "/" + count.incrementAndGet())
                                        : reply(201, CREATED, ANSWER))) {
            assertThat(signalling.offer(endpoint(server.uri("/a")), OFFER).description())
                    .isEqualTo(ANSWER);
            count.set(0);
            most.set(6);
            assertThat(refused(server.uri("/a"))).hasMessageContaining("more than 5 times");
            assertThat(server.received()).hasSize(12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://a.example/", "http://", "http://[::", "http://a b/"})
    void refusesARedirectToNowhere(String location) {
        try (RawServer server =
                RawServer.answering(
                        it -> location.isEmpty() ? reply(307, "", "") : to(307, location))) {
            SignallingException failure = refused(server.uri("/whip"));

            assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
            assertThat(failure.status()).isEqualTo(307);
        }
    }

    @Test
    void keepsTheTokenToTheOriginThatWasGiven() throws Exception {
        names.lead("a.example", "127.0.1.1").lead("b.example", "127.0.1.2");
        try (RawServer edge = RawServer.at("127.0.1.2", it -> reply(201, CREATED, ANSWER));
                RawServer origin =
                        RawServer.at(
                                "127.0.1.1",
                                it -> to(307, named("b.example", edge, "/x").toString()))) {
            SignallingSession session =
                    signalling.offer(
                            endpoint(named("a.example", origin, "/whip"), "secret"), OFFER);
            var took = session.trickle("a=x\r\n");
            session.delete();

            assertThat(took).isTrue();
            assertThat(origin.received().getFirst().header("Authorization"))
                    .hasValue("Bearer secret");
            assertThat(edge.received())
                    .extracting(Received::method)
                    .containsExactly("POST", "PATCH", "DELETE");
            assertThat(edge.received())
                    .allSatisfy(it -> assertThat(it.header("Authorization")).isEmpty())
                    .noneSatisfy(it -> assertThat(it.toString()).contains("secret"));
        }
    }

    @Test
    void anotherPortIsAnotherOrigin() throws Exception {
        try (RawServer other = RawServer.answering(it -> reply(201, CREATED, ANSWER));
                RawServer server = RawServer.answering(it -> to(307, other.uri("/x").toString()))) {
            var unused = signalling.offer(endpoint(server.uri("/whip"), "secret"), OFFER);

            assertThat(other.received().getFirst().header("Authorization")).isEmpty();
        }
    }

    @Test
    void tellsWhyTheOtherOriginWasGivenNoToken() {
        try (RawServer other =
                        RawServer.answering(
                                it -> reply(401, "WWW-Authenticate: Bearer realm=\"x\"\r\n", ""));
                RawServer server = RawServer.answering(it -> to(307, other.uri("/x").toString()))) {
            SignallingException failure = refused(server.uri("/whip"));

            assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
            assertThat(failure)
                    .hasMessageContainingAll(
                            other.uri("/x").toString(), "another origin", "Bearer realm=\"x\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00:ec2::254]/latest/meta-data/",
                "http://[::ffff:169.254.169.254]/",
                "http://2852039166/",
                "http://0xa9fea9fe/",
                "http://0251.0376.0251.0376/",
                "http://[fe80::1]/",
                "http://127.0.0.1/",
                "http://2130706433/",
                "http://0177.0.0.1/",
                "http://0x7f.1/",
                "http://127.1/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://localhost/",
                "http://LOCALHOST./",
                "http://0.0.0.0/",
                "http://[::]/",
                "http://10.0.0.1/",
                "http://192.168.1.1/",
                "http://100.64.0.1/",
                "http://[fd12::1]/",
                "http://255.255.255.255/",
                "http://224.0.0.1/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://[2002:7f00:1::]/"
            })
    void aPublicServerLeadsUsToNoNearerAddress(String target) throws Exception {
        names.lead("a.example", "127.0.1.1");
        try (RawServer server = RawServer.at("127.0.1.1", it -> to(307, target))) {
            SignallingException failure = refused(named("a.example", server, "/whip"));

            // What this machine's resolver does not take for an address is a name that is not
            // there.
            assertThat(failure.kind()).isIn(Kind.BROKEN, Kind.UNREACHABLE);
            assertThat(failure.getMessage()).containsAnyOf("not followed", "no host named");
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void aNameThatLeadsToANearerAddressIsRefusedToo() throws Exception {
        names.lead("a.example", "127.0.1.1").lead("metadata.example", "169.254.169.254");
        try (RawServer server =
                RawServer.at("127.0.1.1", it -> to(308, "http://metadata.example/"))) {
            SignallingException failure = refused(named("a.example", server, "/whip"));

            assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
            assertThat(failure)
                    .hasMessageContainingAll(
                            "http://metadata.example/", "169.254.169.254", "local link");
        }
    }

    @Test
    void ofSeveralAddressesOnlyThePermittedOnesAreDialled() throws Exception {
        names.lead("a.example", "127.0.1.1").lead("b.example", "127.0.0.1", "127.0.1.2");
        try (RawServer edge = RawServer.at("127.0.1.2", it -> reply(201, CREATED, ANSWER));
                RawServer server =
                        RawServer.at(
                                "127.0.1.1",
                                it -> to(307, named("b.example", edge, "/x").toString()))) {
            assertThat(
                            signalling
                                    .offer(endpoint(named("a.example", server, "/whip")), OFFER)
                                    .description())
                    .isEqualTo(ANSWER);
        }
    }

    /// The name is looked up once, and what was found is what is dialled, also for the session.
    @Test
    void aNameThatChangesItsMindChangesNothing() throws Exception {
        names.lead("a.example", "127.0.1.1");
        try (RawServer server = RawServer.at("127.0.1.1", it -> reply(201, CREATED, ANSWER))) {
            SignallingSession session =
                    signalling.offer(endpoint(named("a.example", server, "/whip")), OFFER);
            names.lead("a.example", "169.254.169.254");
            session.delete();

            assertThat(server.received()).extracting(Received::method).contains("DELETE");
            assertThat(names.asked()).containsExactly("a.example");
        }
    }

    @Test
    void whatTheOwnerTypesMayBeAnywhere() throws Exception {
        names.lead("camera.example", "127.0.2.1");
        try (RawServer camera = RawServer.at("127.0.2.1", it -> reply(201, CREATED, ANSWER));
                RawServer local = RawServer.answering(it -> reply(201, CREATED, ANSWER))) {
            assertThat(
                            signalling
                                    .offer(endpoint(named("camera.example", camera, "/")), OFFER)
                                    .description())
                    .isEqualTo(ANSWER);
            assertThat(signalling.offer(endpoint(local.uri("/")), OFFER).description())
                    .isEqualTo(ANSWER);
        }
    }

    @Test
    void aPrivateServerMayNamePrivateOnesButNotThisMachine() throws Exception {
        names.lead("camera.example", "127.0.2.1").lead("other.example", "127.0.2.2");
        try (RawServer other = RawServer.at("127.0.2.2", it -> reply(201, CREATED, ANSWER));
                RawServer camera =
                        RawServer.at(
                                "127.0.2.1",
                                it ->
                                        it.path().equals("/near")
                                                ? to(307, "http://127.0.0.1/")
                                                : to(
                                                        307,
                                                        named("other.example", other, "/")
                                                                .toString()))) {
            assertThat(
                            signalling
                                    .offer(endpoint(named("camera.example", camera, "/")), OFFER)
                                    .description())
                    .isEqualTo(ANSWER);
            assertThat(refused(named("camera.example", camera, "/near")))
                    .hasMessageContaining("this machine");
        }
    }

    @Test
    void aSessionUrlAtAForbiddenAddressIsNotUsedButMediaFlows() throws Exception {
        names.lead("a.example", "127.0.1.1");
        try (RawServer secret = RawServer.answering(it -> reply(200, "", ""));
                RawServer server =
                        RawServer.at(
                                "127.0.1.1",
                                it ->
                                        reply(
                                                201,
                                                SDP + "Location: " + secret.uri("/s") + "\r\n",
                                                ANSWER))) {
            SignallingSession session =
                    signalling.offer(endpoint(named("a.example", server, "/whip")), OFFER);
            var took = session.trickle("a=x\r\n");
            session.delete();

            assertThat(took).isFalse();
            assertThat(session.description()).isEqualTo(ANSWER);
            assertThat(secret.received()).isEmpty();
            assertThat(session.url()).isEqualTo(named("a.example", server, "/whip"));
        }
    }

    @Test
    void aSessionUrlOfAnotherPermittedOriginIsUsedWithoutTheToken() throws Exception {
        try (RawServer other = RawServer.answering(it -> reply(200, "", ""));
                RawServer server =
                        RawServer.answering(
                                it ->
                                        reply(
                                                201,
                                                SDP + "Location: " + other.uri("/s") + "\r\n",
                                                ANSWER))) {
            SignallingSession session =
                    signalling.offer(endpoint(server.uri("/whip"), "secret"), OFFER);
            session.delete();

            assertThat(other.received().getFirst().method()).isEqualTo("DELETE");
            assertThat(other.received().getFirst().header("Authorization")).isEmpty();
        }
    }

    @Test
    void theEndOfASessionIsRedirectedToo() throws Exception {
        try (RawServer server =
                RawServer.answering(
                        it -> {
                            if (it.method().equals("POST")) {
                                return reply(201, CREATED, ANSWER);
                            }
                            return it.path().equals("/session/1")
                                    ? to(307, "/moved")
                                    : reply(200, "", "");
                        })) {
            signalling.offer(endpoint(server.uri("/whip"), "secret"), OFFER).delete();

            assertThat(server.received())
                    .extracting(Received::path)
                    .endsWith("/session/1", "/moved");
            assertThat(server.received().getLast().method()).isEqualTo("DELETE");
        }
    }

    @Test
    void anUnknownNameIsSaid() throws UnknownHostException {
        SignallingException failure = refused(URI.create("http://nowhere.example/whip"));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("there is no host named nowhere.example");
    }
}
