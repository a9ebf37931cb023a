package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.negotiation.AvailableCodec;
import org.moqgateway.core.negotiation.LocalParameters;
import org.moqgateway.core.negotiation.LocalStreams;
import org.moqgateway.core.negotiation.Offerer;
import org.moqgateway.core.sdp.Fingerprint;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.server.config.Setting;

/// Every input that the endpoints refuse, against the whole gateway: the status, the reason, and
/// that nothing is left of it and nobody else is disturbed.
@Timeout(180)
class RefusalsIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String NAME = "live/cam0";
    private static final String WHIP = "/whip/" + NAME;
    private static final String WHEP = "/whep/" + NAME;
    private static final String SEND = offerToSend();
    private static final String RECEIVE = Offerer.offerToReceive(local()).write();
    private static final int TIMES = 200;

    private RunningGateway gateway = open(Map.of());
    private HttpBroker http = new HttpBroker(gateway);

    private static RunningGateway open(Map<Setting, List<String>> settings) {
        Map<Setting, List<String>> all = new java.util.EnumMap<>(Setting.class);
        all.put(Setting.MAX_REQUESTS_PER_SECOND, List.of("100000"));
        all.putAll(settings);
        return new RunningGateway(all);
    }

    private void reopen(Setting setting, String value) {
        close();
        gateway = open(Map.of(setting, List.of(value)));
        http = new HttpBroker(gateway);
    }

    @AfterEach
    void close() {
        http.close();
        gateway.close();
    }

    private static LocalParameters local() {
        IceCredentials ice = IceCredentials.random();
        return new LocalParameters(
                1,
                new IceParameters(ice.ufrag(), ice.password()),
                List.of(),
                new Fingerprint("sha-256", "F7" + ":EB".repeat(31)),
                new LocalStreams("cname", "stream", 1, 2, 3));
    }

    private static String offerToSend() {
        return Offerer.offerToSend(
                        local(),
                        List.of(
                                AvailableCodec.of("avc1.42e01f").orElseThrow(),
                                AvailableCodec.of("opus").orElseThrow()))
                .write();
    }

    private LivePeer publish(String... codecs) throws InterruptedException {
        LivePeer publisher = LivePeer.publish(http, NAME, codecs);
        gateway.awaitLive(NAME, codecs.length, SOON);
        return publisher;
    }

    private static Arguments offer(String name, UnaryOperator<String> change, String reason) {
        return Arguments.of(name, change, reason);
    }

    static Stream<Arguments> impossibleOffers() {
        return Stream.of(
                offer("no ufrag", o -> o.replaceAll("a=ice-ufrag.*\r\n", ""), "ice-ufrag"),
                offer("no password", o -> o.replaceAll("a=ice-pwd.*\r\n", ""), "ice-pwd"),
                offer("no print", o -> o.replaceAll("a=fingerprint.*\r\n", ""), "fingerprint"),
                offer("no rtcp-mux", o -> o.replace("a=rtcp-mux\r\n", ""), "rtcp-mux"),
                offer("no bundle", o -> o.replaceAll("a=group.*\r\n", ""), "BUNDLE"),
                offer("no media", o -> o.replaceFirst("(?s)m=.*", ""), "media"),
                offer("two videos", RefusalsIT::twoVideos, "more than one video"));
    }

    private static String twoVideos(String offer) {
        String video = offer.substring(offer.indexOf("m=video"));
        return offer.replace("BUNDLE 0 1", "BUNDLE 0 1 2") + video.replace("a=mid:1", "a=mid:2");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossibleOffers")
    void anOfferThatCannotBecomeASessionIs422WithTheReason(
            String name, UnaryOperator<String> change, String reason) throws Exception {
        assertThat(detail(http.offer(WHIP, change.apply(SEND)), 422)).as(name).contains(reason);
        try (LivePeer publisher = publish("avc1.42e01f", "opus")) {
            assertThat(detail(http.offer(WHEP, change.apply(RECEIVE)), 422)).contains(reason);
            assertThat(gateway.sessions()).hasSize(1);
            assertThat(publisher.media().framesSent()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"not SDP", "v=1\r\n", "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\nmalformed\r\n"})
    void malformedSdpIs400AndNamesTheLine(String sdp) throws Exception {
        assertThat(detail(http.offer(WHIP, sdp), 400)).contains("line ");
        String late = SEND.replace("a=mid:1", "a=mid:two words");
        assertThat(detail(http.offer(WHIP, late), 400)).contains("line ", "a=mid:two words");
        try (LivePeer publisher = publish("avc1.42e01f", "opus")) {
            assertThat(detail(http.offer(WHEP, sdp), 400)).contains("line ");
            assertThat(publisher.media().framesSent()).isPositive();
        }
    }

    @Test
    void noCodecInCommonIs422AndNamesBothSides() throws Exception {
        String whip = SEND.replace("H264", "H263");
        assertThat(detail(http.offer(WHIP, whip), 422)).contains("H263", "H264");
        try (LivePeer publisher = publish("avc1.42e01f")) {
            String whep = RECEIVE.replace("H264", "H263").replaceAll("(?s)m=audio.*?m=", "m=");
            assertThat(detail(http.offer(WHEP, whep.replace("BUNDLE 0 1", "BUNDLE 1")), 422))
                    .contains("H263", "avc3.");
            assertThat(publisher.media().framesSent()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"avc1.42e01f", "opus"})
    void aPlayerGetsWhatTheBroadcastHasAndTheOtherSectionIsRejected(String codec) throws Exception {
        try (LivePeer publisher = publish(codec);
                LivePeer viewer = LivePeer.play(http, NAME)) {
            assertThat(viewer.peer().negotiated().media())
                    .extracting(media -> media.codec().codec())
                    .containsExactly(AvailableCodec.of(codec).orElseThrow().codec());
            viewer.media().awaitNewFrames(publisher.media());
            String answer = http.offer(WHEP, RECEIVE).body();
            if (codec.equals("opus")) {
                assertThat(answer).contains("m=audio 9 ", "m=video 0 ");
            } else {
                // The tagged section carries the transport, so it can't be rejected by port.
                assertThat(answer).contains("a=inactive", "m=video 9 ");
            }
        }
    }

    @Test
    void anotherContentTypeIs415() {
        HttpResponse<String> refused =
                http.send("POST", WHIP, SEND, "Content-Type", "application/json");
        assertProblem(refused, 415);
        assertThat(refused.headers().firstValue("Accept-Post")).hasValue("application/sdp");
        assertProblem(http.send("POST", WHIP, SEND), 415);
        assertThat(
                        http.send("POST", WHIP, SEND, "Content-Type", "Application/SDP; charset=a")
                                .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aBodyOver128KibIs413() {
        String large = SEND + "a=x:" + "y".repeat(128 * 1024 - SEND.length() - 3);
        assertProblem(http.offer(WHIP, large), 413);
        String justFits = SEND + "a=x:" + "y".repeat(128 * 1024 - SEND.length() - 6) + "\r\n";
        assertThat(http.offer(WHIP, justFits).statusCode()).isIn(201, 400, 422);
    }

    @Test
    void headersOrABodyThatNeverComeAre408() throws Exception {
        List<String> beginnings =
                List.of(
                        "POST /whip/slow HTTP/1.1\r\nHost: localhost\r\n",
                        String.join(
                                "\r\n",
                                "POST /whip/slow HTTP/1.1",
                                "Host: localhost",
                                "Content-Type: application/sdp",
                                "Content-Length: 500",
                                "",
                                "v=0"));
        List<Socket> slow = new ArrayList<>();
        for (String beginning : beginnings) {
            Socket socket = new Socket("localhost", gateway.httpPort());
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(20_000);
            slow.add(socket);
        }
        for (Socket socket : slow) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408 ");
            socket.close();
        }
    }

    @Test
    void playingWhatIsNotLiveIs409WithRetryAfter() {
        HttpResponse<String> refused = http.offer(WHEP, RECEIVE);
        assertProblem(refused, 409);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void aSecondPublisherReplacesTheFirst() throws Exception {
        try (LivePeer first = publish("avc1.42e01f", "opus");
                LivePeer viewer = LivePeer.play(http, NAME);
                LivePeer second = publish("avc1.42e01f", "opus")) {
            assertThat(first.peer().awaitEnded(SOON)).isTrue();
            viewer.media().awaitNewFrames(second.media());
            assertProblem(http.send("DELETE", first.session(), ""), 404);
        }
    }

    @Test
    void aSecondPublisherIs409WhenTheFirstIsKept() throws Exception {
        reopen(Setting.ON_CONFLICT, "reject");
        try (LivePeer first = publish("avc1.42e01f", "opus")) {
            assertProblem(http.offer(WHIP, SEND), 409);
            try (LivePeer viewer = LivePeer.play(http, NAME)) {
                viewer.media().awaitNewFrames(first.media());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {WHIP, WHEP})
    void otherMethodsAre405WithAllow(String endpoint) {
        for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
            HttpResponse<String> refused = http.send(method, endpoint, "");
            assertProblem(refused, 405);
            assertThat(refused.headers().firstValue("Allow")).hasValue("POST, OPTIONS, HEAD");
        }
    }

    @Test
    void tooManySessionsAre503WithRetryAfterUntilOneEnds() throws Exception {
        reopen(Setting.MAX_SESSIONS, "1");
        LivePeer only = publish("opus");
        HttpResponse<String> refused = http.offer("/whip/other", SEND);
        assertProblem(refused, 503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(http.send("DELETE", only.session(), "").statusCode()).isEqualTo(200);
        only.close();
        // The session goes after its broadcast, and its place is free by then.
        gateway.awaitNoSessions(SOON);
        assertThat(http.offer("/whip/other", SEND).statusCode()).isEqualTo(201);
    }

    @Test
    void aSessionEndsByItsOwnUrlAlone() throws Exception {
        try (LivePeer publisher = publish("avc1.42e01f", "opus");
                LivePeer viewer = LivePeer.play(http, NAME)) {
            String unknown = "/session/" + "A".repeat(22);
            assertProblem(http.send("DELETE", unknown, ""), 404);
            assertProblem(http.patch(unknown, "a=ice-ufrag:abcd\r\n", "If-Match", "*"), 404);
            assertProblem(http.send("DELETE", WHIP, ""), 405);
            assertProblem(http.send("DELETE", WHIP + viewer.session(), ""), 405);
            assertThat(http.send("DELETE", viewer.session(), "").statusCode()).isEqualTo(200);
            assertProblem(http.send("DELETE", viewer.session(), ""), 404);
            assertThat(viewer.peer().awaitEnded(SOON)).isTrue();
            try (LivePeer next = LivePeer.play(http, NAME)) {
                next.media().awaitNewFrames(publisher.media());
            }
        }
    }

    @Test
    void oddHeadersAreNeverTheGatewaysFault() throws Exception {
        List<String> odd =
                List.of(
                        "Content-Type: application/sdp; charset=nonesuch",
                        "Content-Type: application/sdp; charset=\"",
                        "Content-Type: ;;;=,",
                        "Accept-Encoding: \u0001, *;q=x",
                        "Accept-Language: -;q=9999999999999999999",
                        "Authorization: " + "A".repeat(4_000),
                        "Content-Encoding: gzip",
                        "Content-Length: -1",
                        "Content-Length: 99999999999999999999",
                        "Cookie: =;=;\"",
                        "Expect: 200-maybe",
                        "Forwarded: for=\"[::",
                        "If-Match: \"",
                        "If-Match: W/",
                        "If-Modified-Since: never",
                        "If-None-Match: \"",
                        "Origin: \u00ff",
                        "Range: bytes=9-1",
                        "Transfer-Encoding: chunked, gzip",
                        "Upgrade: websocket\r\nConnection: Upgrade",
                        "Access-Control-Request-Method: \t",
                        "X: " + "y".repeat(40_000));
        List<String> requests =
                List.of(
                        "POST " + WHIP,
                        "POST " + WHEP,
                        "OPTIONS " + WHIP,
                        "PATCH /session/" + "A".repeat(22),
                        "DELETE /session/" + "A".repeat(22),
                        "GET /",
                        "GET /assets/none.js",
                        "GET /api/broadcasts",
                        "GET /play/%ff",
                        "GET /whip/%",
                        "TRACE /health");
        for (String request : requests) {
            for (String header : odd) {
                assertThat(raw(request + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n"))
                        .as("%s, %s", request, header)
                        .matches("(?s)HTTP/1.1 (101|20[0-9]|30[0-9]|4[0-9][0-9]|501|505) .*")
                        .doesNotContain("Exception", "\tat ");
            }
        }
    }

    /// What comes back until the gateway closes the connection, which the client half closes.
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", gateway.httpPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyRefusalTwoHundredTimesLeavesNothingBehind() throws Exception {
        try (LivePeer publisher = publish("avc1.42e01f", "opus");
                LivePeer viewer = LivePeer.play(http, NAME)) {
            refuseAll(publisher, 10);
            long threads = Thread.getAllStackTraces().size();
            long descriptors = descriptors();
            refuseAll(publisher, TIMES);
            assertThat(gateway.sessions()).hasSize(2);
            assertThat((long) Thread.getAllStackTraces().size()).isLessThanOrEqualTo(threads + 4);
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 4);
            viewer.media().awaitNewFrames(publisher.media());
        }
    }

    private void refuseAll(LivePeer live, int times) {
        String noCodec = SEND.replace("H264", "H263");
        String noPrint = SEND.replaceAll("a=fingerprint.*\r\n", "");
        String restart = "a=ice-ufrag:abcd\r\n";
        for (int i = 0; i < times; i++) {
            detail(http.offer("/whip/x", "v=0\r\nmalformed\r\n"), 400);
            detail(http.offer("/whip/%0a", SEND), 400);
            detail(http.send("DELETE", "/session/" + "B".repeat(22), ""), 404);
            detail(http.send("PUT", "/whip/x", ""), 405);
            detail(http.offer("/whep/nobody", RECEIVE), 409);
            detail(http.patch(live.session(), restart, "If-Match", "\"stale\""), 412);
            detail(http.send("POST", "/whip/x", SEND, "Content-Type", "text/plain"), 415);
            detail(http.offer("/whip/x", noCodec), 422);
            detail(http.offer("/whip/x", noPrint), 422);
            detail(http.offer(WHEP, noPrint), 422);
            detail(http.patch(live.session(), restart, "If-Match", "*"), 422);
            detail(http.patch(live.session(), "malformed", "If-Match", "*"), 400);
            detail(http.patch(live.session(), restart), 428);
        }
    }

    /// Checks the problem, and that it tells nothing of the gateway's inside.
    private static String detail(HttpResponse<String> response, int status) {
        String detail = assertProblem(response, status).get("detail").asText();
        assertThat(response.body()).doesNotContain("Exception", "\tat ", "org.moqgateway");
        return detail;
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
