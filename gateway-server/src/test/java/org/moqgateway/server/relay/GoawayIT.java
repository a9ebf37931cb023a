package org.moqgateway.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.moq.session.Grant;
import org.moqgateway.moq.session.MoqSession;
import org.moqgateway.moq.session.SessionConfig;
import org.moqgateway.moq.session.SessionMetrics;
import org.moqgateway.moq.session.SessionSettings;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.tls.TlsTrust;
import org.moqgateway.moq.transport.websocket.WebSocketDialer;
import org.moqgateway.server.config.Setting;

/// A relay that sends its clients on, and one that ends. By WebSocket, whose bytes are never lost:
/// not one group may be missing.
@Timeout(60)
@SuppressWarnings("try") // A node is closed before its block ends: that is what is tried.
class GoawayIT {
    private static final String LIVE = "live/clock";

    @Test
    void losesNoGroupWhenItIsSentOn() throws Exception {
        try (RelayNode source = RelayNode.start(Map.of());
                RelayNode one = linked(source.webSocketUrl());
                RelayNode other = linked(source.webSocketUrl());
                RelayNode client = linked(one.webSocketUrl());
                Ticker clock = new Ticker(source.origin(), LIVE)) {
            other.awaitAnnounced(LIVE);
            client.awaitAnnounced(LIVE);
            try (Listener listener = new Listener(client.origin(), LIVE)) {
                listener.read(10);
                one.drain(other.webSocketUrl());
                RelayNode.await(() -> client.link().sessions() == 2, "a second session");
                RelayNode.await(() -> one.sessions() == 0, "the first session ended");
                listener.read(20);

                listener.awaitMissingAtMost(0);
                assertThat(client.link().state()).isEqualTo(LinkStatus.State.UP);
                assertThat(other.sessions()).isEqualTo(1);
            }
            assertThat(clock).isNotNull();
        }
    }

    @Test
    void asksItsClientsToGoBeforeItEnds() throws Exception {
        RelayNode relay = RelayNode.start(Map.of());
        WebSocketDialer dialer = new WebSocketDialer();
        try {
            MoqSession client =
                    MoqSession.client(
                            dialer.dial(
                                    new DialTarget(
                                            URI.create(relay.webSocketUrl()),
                                            new InetSocketAddress(
                                                    InetAddress.getLoopbackAddress(), relay.port()),
                                            List.of("moq-lite-05"),
                                            new TlsTrust.SystemRoots(),
                                            RelayNode.PATIENCE)),
                            new SessionConfig(
                                    new Origin(),
                                    Grant.everything(),
                                    "/",
                                    null,
                                    SessionSettings.defaults(),
                                    new SessionMetrics()));
            RelayNode.await(() -> relay.sessions() == 1, "a session");
            CompletableFuture<Boolean> asked =
                    client.goawayReceived().thenApply(_ -> client.closed().isDone());

            relay.close();

            assertThat(asked.get(RelayNode.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("over when it was asked to go")
                    .isFalse();
            assertThat(client.closed())
                    .succeedsWithin(RelayNode.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } finally {
            relay.close();
        }
    }

    private static RelayNode linked(String url) throws Exception {
        return RelayNode.start(Map.of(Setting.CLUSTER_CONNECT, List.of(url)));
    }
}
