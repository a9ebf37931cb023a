package org.moqgateway.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.moqgateway.client.http.Dialling.ANSWER;
import static org.moqgateway.client.http.Dialling.CREATED;
import static org.moqgateway.client.http.Dialling.OFFER;
import static org.moqgateway.client.http.Dialling.SDP;
import static org.moqgateway.client.http.Dialling.endpoint;
import static org.moqgateway.client.http.RawServer.reply;

import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.client.http.RawServer.Received;
import org.moqgateway.client.http.RawServer.Reply;
import org.moqgateway.client.http.SignallingException.Kind;
import org.moqgateway.core.ice.IceServer;

@Timeout(60)
class SessionTest {
    private static final String CANDIDATES = "a=ice-ufrag:u\r\na=ice-pwd:p\r\n";

    private final OkHttpSignalling signalling = new OkHttpSignalling("1");
    private final Queue<Reply> patches = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Reply> created =
            new AtomicReference<>(reply(201, CREATED, ANSWER));
    private final RawServer server =
            RawServer.answering(
                    it ->
                            switch (it.method()) {
                                case "POST" -> created.get();
                                case "PATCH" ->
                                        patches.isEmpty() ? reply(204, "", "") : patches.remove();
                                default -> reply(200, "", "");
                            });

    @AfterEach
    void close() {
        signalling.close();
        server.close();
    }

    private SignallingSession session() throws Exception {
        return signalling.offer(endpoint(server.uri("/whip"), "secret"), OFFER);
    }

    private List<Received> patched() {
        return server.received().stream().filter(it -> it.method().equals("PATCH")).toList();
    }

    @Test
    void tellsCandidatesUnderTheEntityTag() throws Exception {
        assertThat(session().trickle(CANDIDATES)).isTrue();

        Received request = patched().getFirst();
        assertThat(request.path()).isEqualTo("/session/1");
        assertThat(request.body()).isEqualTo(CANDIDATES);
        assertThat(request.header("Content-Type")).hasValue("application/trickle-ice-sdpfrag");
        assertThat(request.header("If-Match")).hasValue("\"one\"");
        assertThat(request.header("Authorization")).hasValue("Bearer secret");
    }

    @Test
    void sendsNoPreconditionWithoutAnEntityTag() throws Exception {
        created.set(reply(201, SDP + "Location: /s\r\n", ANSWER));

        assertThat(session().trickle(CANDIDATES)).isTrue();
        assertThat(patched().getFirst().header("If-Match")).isEmpty();
    }

    @Test
    void takesTheEntityTagsThatProxiesAndOldServersMake() throws Exception {
        created.set(reply(201, SDP + "Location: /s\r\nETag: W/\"x\"\r\n", ANSWER));
        var first = session().trickle(CANDIDATES);
        created.set(reply(201, SDP + "Location: /s\r\nETag: bare\r\n", ANSWER));
        var second = session().trickle(CANDIDATES);
        created.set(reply(201, SDP + "Location: /s\r\nETag: \"a b\"\r\n", ANSWER));
        var third = session().trickle(CANDIDATES);

        assertThat(List.of(first, second, third)).containsOnly(true);
        assertThat(patched().get(0).header("If-Match")).hasValue("\"x\"");
        assertThat(patched().get(1).header("If-Match")).hasValue("bare");
        assertThat(patched().get(2).header("If-Match")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 415, 422, 428, 501})
    void asksAServerThatDoesNotTrickleOnlyOnce(int status) throws Exception {
        patches.add(reply(status, "", ""));
        SignallingSession session = session();

        assertThat(session.trickle(CANDIDATES)).isFalse();
        assertThat(session.trickle(CANDIDATES)).isFalse();
        assertThat(patched()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {412, 409, 429, 500, 503})
    void asksAgainAfterAFailureThatPasses(int status) throws Exception {
        patches.add(reply(status, "", ""));
        SignallingSession session = session();

        assertThat(session.trickle(CANDIDATES)).isFalse();
        assertThat(session.trickle(CANDIDATES)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void saysThatTheSessionIsGone(int status) throws Exception {
        patches.add(reply(status, "", ""));
        patches.add(reply(status, "", ""));
        SignallingSession session = session();

        assertThat(
                        catchThrowableOfType(
                                        SignallingException.class,
                                        () -> session.trickle(CANDIDATES))
                                .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(
                        catchThrowableOfType(
                                        SignallingException.class,
                                        () -> session.restart(CANDIDATES))
                                .kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void restartsAndTakesTheNewEntityTag() throws Exception {
        patches.add(reply(200, "ETag: \"two\"\r\n", "a=ice-ufrag:n\r\n"));
        SignallingSession session = session();

        assertThat(session.restart(CANDIDATES)).hasValue("a=ice-ufrag:n\r\n");
        assertThat(session.trickle(CANDIDATES)).isTrue();
        assertThat(patched().get(0).header("If-Match")).hasValue("*");
        assertThat(patched().get(1).header("If-Match")).hasValue("\"two\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 400, 405, 412, 415, 422, 428, 500, 501})
    void aServerThatDoesNotRestartGivesNothing(int status) throws Exception {
        patches.add(reply(status, "", ""));

        assertThat(session().restart(CANDIDATES)).isEmpty();
    }

    /// What stands before a server speaks for it while it is away.
    @ParameterizedTest
    @CsvSource({
        "409, NOT_READY",
        "429, OVERLOADED",
        "502, OVERLOADED",
        "503, OVERLOADED",
        "504, OVERLOADED"
    })
    void aRestartThatFailsForNowMayBeAskedForAgain(int status, Kind kind) throws Exception {
        patches.add(reply(status, "Retry-After: 7\r\n", ""));
        patches.add(reply(status, "", ""));
        patches.add(reply(404, "", ""));
        SignallingSession session = session();

        SignallingException first = notRestarted(session);
        assertThat(first.kind()).isEqualTo(kind);
        assertThat(first.status()).isEqualTo(status);
        assertThat(first.retryAfter()).hasValue(Duration.ofSeconds(7));
        assertThat(notRestarted(session).kind()).isEqualTo(kind);
        assertThat(notRestarted(session).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    private static SignallingException notRestarted(SignallingSession session) {
        return catchThrowableOfType(
                SignallingException.class,
                () -> {
                    var unused = session.restart(CANDIDATES);
                });
    }

    /// The network may have changed: a connection of before could lead nowhere.
    @Test
    void restartsOverAConnectionOfItsOwn() throws Exception {
        patches.add(reply(200, "", "a=ice-ufrag:n\r\n"));
        SignallingSession other = session();
        SignallingSession session = session();
        assertThat(session.restart(CANDIDATES)).isPresent();
        session.delete();
        assertThat(other.trickle(CANDIDATES)).isTrue();

        List<Received> requests = server.received();
        int before = requests.get(1).connection();
        assertThat(requests.get(2).connection()).isNotEqualTo(before);
        assertThat(requests.get(3).connection()).isNotEqualTo(before);
        assertThat(requests.get(4).connection()).isEqualTo(requests.get(0).connection());
    }

    @Test
    void whoTakesNoPatchIsAskedForNoRestart() throws Exception {
        patches.add(reply(405, "", ""));
        SignallingSession session = session();

        assertThat(session.trickle(CANDIDATES)).isFalse();
        assertThat(session.restart(CANDIDATES)).isEmpty();
        assertThat(patched()).hasSize(1);
    }

    @Test
    void whoOnlyRestartsIsAskedForRestarts() throws Exception {
        patches.add(reply(422, "", ""));
        patches.add(reply(200, "", "a=ice-ufrag:n\r\n"));
        SignallingSession session = session();

        assertThat(session.trickle(CANDIDATES)).isFalse();
        assertThat(session.restart(CANDIDATES)).isPresent();
    }

    /// RFC 9725 §4.3.2, §4.3.3: one ICE session after the other.
    @Test
    void candidatesWaitForTheEntityTagOfARestart() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        patches.add(
                out -> {
                    asked.countDown();
                    go.await();
                    reply(200, "ETag: \"two\"\r\n", "a=x\r\n").writeTo(out);
                });
        SignallingSession session = session();
        FutureTask<?> restart = new FutureTask<>(() -> session.restart(CANDIDATES));
        Thread.ofVirtual().start(restart);
        asked.await();
        FutureTask<Boolean> trickle = new FutureTask<>(() -> session.trickle("a=later\r\n"));
        Thread waiting = Thread.ofVirtual().start(trickle);
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(patched()).hasSize(1);
        go.countDown();

        assertThat(trickle.get()).isTrue();
        assertThat(patched().get(1).header("If-Match")).hasValue("\"two\"");
        assertThat(restart.get()).isNotNull();
    }

    @Test
    void aRestartGivesUpTheCandidatesThatAreBeingTold() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        patches.add(
                out -> {
                    asked.countDown();
                    never.await();
                });
        patches.add(reply(200, "ETag: \"two\"\r\n", "a=x\r\n"));
        SignallingSession session = session();
        FutureTask<Boolean> trickle = new FutureTask<>(() -> session.trickle(CANDIDATES));
        Thread.ofVirtual().start(trickle);
        asked.await();

        assertThat(session.restart(CANDIDATES)).hasValue("a=x\r\n");
        assertThat(trickle.get()).isFalse();
        never.countDown();
    }

    /// Those that wait for their turn are of the former ICE session, too.
    @Test
    void aRestartGivesUpAllCandidatesOfBefore() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Reply silence =
                out -> {
                    asked.countDown();
                    never.await();
                };
        Reply restarted = reply(200, "ETag: \"two\"\r\n", "a=x\r\n");
        try (RawServer slow =
                RawServer.answering(
                        it ->
                                switch (it.method()) {
                                    case "POST" -> created.get();
                                    case "PATCH" ->
                                            it.header("If-Match").equals(Optional.of("*"))
                                                    ? restarted
                                                    : silence;
                                    default -> reply(200, "", "");
                                })) {
            SignallingSession session = signalling.offer(endpoint(slow.uri("/whip")), OFFER);
            FutureTask<Boolean> first = new FutureTask<>(() -> session.trickle(CANDIDATES));
            FutureTask<Boolean> second = new FutureTask<>(() -> session.trickle(CANDIDATES));
            Thread.ofVirtual().start(first);
            asked.await();
            Thread waiting = Thread.ofVirtual().start(second);
            while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }

            assertThat(session.restart(CANDIDATES)).hasValue("a=x\r\n");
            assertThat(first.get()).isFalse();
            assertThat(second.get()).isFalse();
            never.countDown();
        }
    }

    @Test
    void answersACounterOffer() throws Exception {
        String type =
                "Content-Type: application/sdp; valid-until=\"Wed, 09 Oct 2030 10:00:00 GMT\"\r\n";
        created.set(reply(406, type + "Location: /session/7\r\nETag: \"c\"\r\n", ANSWER));
        SignallingSession session = session();
        session.answer("v=0\r\nmine\r\n");
        session.delete();

        assertThat(session.counterOffer()).isTrue();
        assertThat(session.description()).isEqualTo(ANSWER);
        Received request = patched().getFirst();
        assertThat(request.path()).isEqualTo("/session/7");
        assertThat(request.body()).isEqualTo("v=0\r\nmine\r\n");
        assertThat(request.header("Content-Type")).hasValue("application/sdp");
        assertThat(request.header("If-Match")).hasValue("\"c\"");
        assertThat(server.received().getLast().method()).isEqualTo("DELETE");
    }

    @Test
    void saysThatTheAnswerWasNotTaken() throws Exception {
        created.set(reply(406, SDP + "Location: /session/7\r\n", ANSWER));
        patches.add(reply(422, "Content-Type: text/plain\r\n", "no codec\n"));
        SignallingSession session = session();

        assertThat(catchThrowableOfType(SignallingException.class, () -> session.answer("v=0\r\n")))
                .hasMessageContainingAll(server.uri("/session/7").toString(), "422", "no codec")
                .extracting(SignallingException::kind)
                .isEqualTo(Kind.REFUSED);
    }

    @Test
    void refusesACounterOfferThatCannotBeAnswered() {
        created.set(reply(406, SDP, ANSWER));

        assertThatThrownBy(this::session).hasMessageContaining("names no session URL");
    }

    @Test
    void a406WithoutAnOfferIsARefusal() {
        created.set(reply(406, "Content-Type: text/plain\r\n", "no such codec\n"));

        assertThat(catchThrowableOfType(SignallingException.class, this::session))
                .hasMessageEndingWith(": no such codec")
                .extracting(SignallingException::kind)
                .isEqualTo(Kind.REFUSED);
    }

    @Test
    void readsTheIceServersOfTheLinks() throws Exception {
        created.set(
                reply(
                        201,
                        CREATED
                                + "Link: <stun:stun.example.net>; rel=\"ice-server\"\r\n"
                                + "Link: <https://a.example/sse>;"
                                + " rel=\"urn:ietf:params:whep:ext:core:server-sent-events\"\r\n"
                                + "Link: <turn:turn.example.net?transport=udp>; rel=ice-server;"
                                + " username=\"u\"; credential=\"a, b\";"
                                + " credential-type=password\r\n",
                        ANSWER));

        assertThat(session().iceServers())
                .containsExactly(
                        new IceServer("stun:stun.example.net", null, null),
                        new IceServer("turn:turn.example.net?transport=udp", "u", "a, b"));
    }

    @Test
    void endsTheSessionOnAnInterruptedThread() throws Exception {
        SignallingSession session = session();
        Thread.currentThread().interrupt();
        session.delete();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.received().getLast().method()).isEqualTo("DELETE");
    }

    @Test
    void closingWaitsForASessionThatIsBeingEnded() throws Exception {
        SignallingSession session = session();
        FutureTask<?> ending = new FutureTask<>(session::delete, null);
        Thread.ofVirtual().start(ending).join();
        signalling.close();

        assertThat(server.received().getLast().method()).isEqualTo("DELETE");
    }

    /// Nobody else could end it.
    @Test
    void endsASessionThatCameAfterItsCallerWasInterrupted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        created.set(
                out -> {
                    asked.countDown();
                    go.await();
                    reply(201, CREATED, ANSWER).writeTo(out);
                });
        FutureTask<SignallingSession> offer = new FutureTask<>(this::session);
        Thread caller = Thread.ofVirtual().start(offer);
        asked.await();
        caller.interrupt();

        assertThatThrownBy(offer::get).hasCauseInstanceOf(InterruptedException.class);
        go.countDown();
        signalling.close();
        assertThat(server.received())
                .extracting(Received::method)
                .containsExactly("POST", "DELETE");
    }

    /// Nobody waits for the rest of what nobody wants.
    @Test
    void endsASessionWhoseAnswerDripsWhenItsCallerWasInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        created.set(
                out -> {
                    out.write(RawServer.head(201, CREATED + "Content-Length: 1000\r\n"));
                    out.flush();
                    begun.countDown();
                    over.await();
                });
        FutureTask<SignallingSession> offer = new FutureTask<>(this::session);
        Thread caller = Thread.ofVirtual().start(offer);
        begun.await();
        caller.interrupt();

        assertThatThrownBy(offer::get).hasCauseInstanceOf(InterruptedException.class);
        signalling.close();
        over.countDown();
        assertThat(server.received())
                .extracting(Received::method)
                .containsExactly("POST", "DELETE");
    }

    @Test
    void endingNeverFails() throws Exception {
        SignallingSession session = session();
        server.close();
        session.delete();
        SignallingSession another;
        try (RawServer other = RawServer.answering(it -> reply(201, CREATED, ANSWER))) {
            another = signalling.offer(endpoint(other.uri("/")), OFFER);
            signalling.close();
            another.delete();
            assertThat(other.received()).hasSize(1);
        }
    }

    @Test
    void offersNothingAfterItsEnd() {
        signalling.close();

        assertThatThrownBy(this::session).hasMessageContaining("closed");
    }

    @Test
    void readsTheTokenForEachRequest() throws Exception {
        AtomicReference<String> token = new AtomicReference<>("first\n");
        Endpoint plain = endpoint(server.uri("/whip"));
        SignallingSession session =
                signalling.offer(
                        new Endpoint(
                                plain.url(),
                                Optional.of(() -> String.valueOf(token.get())),
                                List.of(),
                                plain.connectTimeout(),
                                plain.requestTimeout()),
                        OFFER);
        token.set("second\r\n");
        session.delete();

        assertThat(server.received().get(0).header("Authorization")).hasValue("Bearer first");
        assertThat(server.received().get(1).header("Authorization")).hasValue("Bearer second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a b", "a\nb", " a", "a\u0000", "\u00e4", "a\r\nX-Evil: 1"})
    void refusesWhatIsNoToken(String token) {
        SignallingException failure =
                catchThrowableOfType(
                        SignallingException.class,
                        () -> {
                            var unused =
                                    signalling.offer(endpoint(server.uri("/whip"), token), OFFER);
                        });

        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure).hasMessageContaining("the token for " + server.uri("/whip"));
        assertThat(server.received()).isEmpty();
    }

    @Test
    void saysWhichTokenFileCannotBeRead() {
        URI url = server.uri("/whip");
        Endpoint plain = endpoint(url);
        Endpoint unreadable =
                new Endpoint(
                        url,
                        Optional.of(
                                () -> {
                                    throw new NoSuchFileException("/run/token");
                                }),
                        List.of(),
                        plain.connectTimeout(),
                        plain.requestTimeout());

        assertThatThrownBy(() -> signalling.offer(unreadable, OFFER))
                .hasMessageContaining("/run/token");
    }
}
