package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.webrtc.Stranger;

/// Trickle and ICE restart over HTTP while media flows (RFC 9725 §4.3).
@Timeout(120)
class IcePatchIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String NAME = "live";
    private static final IceCredentials FRESH =
            new IceCredentials("fresh", "0123456789012345678901fresh");
    private static final String RESTART =
            "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n%s"
                    .formatted(
                            FRESH.ufrag(),
                            FRESH.password(),
                            "a=candidate:1 1 udp 2130706431 127.0.0.1 50000 typ host\r\n");

    private final RunningGateway gateway = new RunningGateway();
    private final HttpBroker http = new HttpBroker(gateway);

    @AfterEach
    void close() {
        http.close();
        gateway.close();
    }

    private LivePeer publish() throws InterruptedException {
        LivePeer publisher = LivePeer.publish(http, NAME, "avc1.42e01f", "opus");
        gateway.awaitLive(NAME, 2, SOON);
        return publisher;
    }

    /// Test peers offer without a candidate, as a browser does that sends its offer at once.
    @Test
    void anOfferWithoutCandidatesConnectsAndTakesThemLater() throws Exception {
        try (LivePeer publisher = publish()) {
            String candidates =
                    "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
                            + "a=candidate:1 1 udp 2122260223 127.0.0.1 "
                            + publisher.peer().address().getPort()
                            + " typ host generation 0\r\n"
                            + "a=candidate:2 1 udp 2122260223 4f2b.local 50000 typ host\r\n"
                            + "a=candidate:3 1 tcp 1518280447 127.0.0.1 9 typ host tcptype active"
                            + "\r\n";
            HttpResponse<String> taken =
                    http.patch(publisher.session(), candidates, "If-Match", publisher.etag());
            assertThat(taken.statusCode()).isEqualTo(204);
            assertThat(taken.body()).isEmpty();
            HttpResponse<String> last =
                    http.patch(
                            publisher.session(),
                            candidates + "a=end-of-candidates\r\n",
                            "If-Match",
                            publisher.etag());
            assertThat(last.statusCode()).isEqualTo(204);
            assertFlows(publisher);
        }
    }

    @Test
    void aRestartGivesNewCredentialsAndMediaGoesOn() throws Exception {
        try (LivePeer publisher = publish();
                LivePeer viewer = LivePeer.play(http, NAME)) {
            for (LivePeer restarting : new LivePeer[] {publisher, viewer}) {
                String before = restarting.etag();
                IceParameters former = restarting.peer().negotiated().remoteIce();
                HttpResponse<String> answer =
                        http.patch(restarting.session(), RESTART, "If-Match", "*");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Type"))
                        .hasValue(HttpBroker.FRAGMENT);
                assertThat(answer.headers().firstValue("ETag"))
                        .hasValue(restarting.etag())
                        .isNotEqualTo(java.util.Optional.of(before));
                IceCredentials theirs = credentials(answer.body());
                assertThat(answered(former)).as("until the new pair is nominated").isTrue();
                viewer.media().awaitNewFrames(publisher.media());
                restarting.peer().socket().restartIce(FRESH, theirs);
                assertThat(Stranger.isIgnored(gateway.udpPort(), former)).isTrue();
                assertThat(answered(new IceParameters(theirs.ufrag(), theirs.password()))).isTrue();
                viewer.media().awaitNewFrames(publisher.media());
                assertProblem(http.patch(restarting.session(), RESTART, "If-Match", before), 412);
            }
        }
    }

    @Test
    void aRefusedPatchChangesNothing() throws Exception {
        try (LivePeer publisher = publish()) {
            String etag = publisher.etag();
            IceParameters ice = publisher.peer().negotiated().remoteIce();
            assertProblem(http.patch(publisher.session(), RESTART), 428);
            assertProblem(http.patch(publisher.session(), RESTART, "If-Match", "\"no\""), 412);
            assertProblem(http.patch(publisher.session(), "bad", "If-Match", "*"), 400);
            assertProblem(
                    http.patch(publisher.session(), "a=ice-ufrag:abcd\r\n", "If-Match", "*"), 422);
            assertProblem(
                    http.send("PATCH", publisher.session(), RESTART, "Content-Type", "text/plain"),
                    415);
            assertThat(publisher.etag()).isEqualTo(etag);
            assertThat(answered(ice)).isTrue();
            assertFlows(publisher);
        }
    }

    private void assertFlows(LivePeer publisher) throws Exception {
        try (LivePeer viewer = LivePeer.play(http, NAME)) {
            viewer.media().awaitNewFrames(publisher.media());
        }
    }

    private static IceCredentials credentials(String fragment) {
        assertThat(fragment).contains("a=ice-lite", "a=candidate:", "a=end-of-candidates");
        return new IceCredentials(
                fragment.replaceAll("(?s).*a=ice-ufrag:(\\S+).*", "$1"),
                fragment.replaceAll("(?s).*a=ice-pwd:(\\S+).*", "$1"));
    }

    private boolean answered(IceParameters ice) throws IOException {
        return Stranger.isAnswered(gateway.udpPort(), ice);
    }
}
