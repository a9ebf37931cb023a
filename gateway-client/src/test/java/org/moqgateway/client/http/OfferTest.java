package org.moqgateway.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moqgateway.client.http.Dialling.ANSWER;
import static org.moqgateway.client.http.Dialling.CREATED;
import static org.moqgateway.client.http.Dialling.OFFER;
import static org.moqgateway.client.http.Dialling.SDP;
import static org.moqgateway.client.http.Dialling.endpoint;
import static org.moqgateway.client.http.RawServer.reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moqgateway.client.http.RawServer.Received;
import org.moqgateway.client.http.SignallingException.Kind;

class OfferTest {
    private final OkHttpSignalling signalling = new OkHttpSignalling("1.2.3");

    @AfterEach
    void close() {
        signalling.close();
    }

    @Test
    void postsTheOfferAndReadsTheSession() throws Exception {
        try (RawServer server = RawServer.answering(it -> reply(201, CREATED, ANSWER))) {
            SignallingSession session =
                    signalling.offer(endpoint(server.uri("/whip?x=1"), "secret"), OFFER);

            assertThat(session.description()).isEqualTo(ANSWER);
            assertThat(session.url()).isEqualTo(server.uri("/session/1"));
            assertThat(session.counterOffer()).isFalse();
            assertThat(session.iceServers()).isEmpty();
            Received request = server.received().getFirst();
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/whip?x=1");
            assertThat(request.body()).isEqualTo(OFFER);
            assertThat(request.header("Content-Type")).hasValue("application/sdp");
            assertThat(request.header("Accept")).hasValue("application/sdp");
            assertThat(request.header("Authorization")).hasValue("Bearer secret");
            assertThat(request.header("User-Agent")).hasValue("moq-gateway/1.2.3");
        }
    }

    @Test
    void sendsNoAuthorizationWithoutAToken() throws Exception {
        try (RawServer server = RawServer.answering(it -> reply(201, CREATED, ANSWER))) {
            var unused = signalling.offer(endpoint(server.uri("/whip")), OFFER);

            assertThat(server.received().getFirst().header("Authorization")).isEmpty();
        }
    }

    @Test
    void endsTheSessionOnTheServerOnce() throws Exception {
        try (RawServer server =
                RawServer.answering(
                        it ->
                                it.method().equals("DELETE")
                                        ? reply(200, "", "")
                                        : reply(201, CREATED, ANSWER))) {
            SignallingSession session =
                    signalling.offer(endpoint(server.uri("/whip"), "secret"), OFFER);
            session.delete();
            session.delete();

            assertThat(server.received()).hasSize(2);
            Received request = server.received().getLast();
            assertThat(request.method()).isEqualTo("DELETE");
            assertThat(request.path()).isEqualTo("/session/1");
            assertThat(request.header("Authorization")).hasValue("Bearer secret");
            assertThat(request.header("If-Match")).isEmpty();
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        RawServer server = RawServer.answering(it -> reply(201, SDP, ANSWER));
        server.close();

        assertThatThrownBy(() -> signalling.offer(endpoint(server.uri("/whip?jwt=x")), OFFER))
                .isInstanceOfSatisfying(
                        SignallingException.class,
                        it -> {
                            assertThat(it.kind()).isEqualTo(Kind.UNREACHABLE);
                            assertThat(it.status()).isZero();
                        })
                .hasMessage(server.uri("/whip") + ": nobody listens at 127.0.0.1:" + server.port());
    }
}
