package org.moqgateway.moq.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.session.Grant;
import org.moqgateway.moq.session.SessionSettings;

class NodeDirectoryTest {
    private static final URI SELF = URI.create("https://m.example/");
    private static final URI OTHER = URI.create("https://n.example:4443/");
    private static final String PATH = NodeDirectory.PREFIX + "n.example:4443";

    private final Origin origin = new Origin();
    private final List<String> told = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();

    private NodeDirectory open() {
        return NodeDirectory.open(
                origin,
                SELF,
                new NodeDirectory.Nodes() {
                    @Override
                    public void joined(URI node) {
                        told.add("joined " + node);
                    }

                    @Override
                    public void left(URI node) {
                        told.add("left " + node);
                    }
                },
                this::later);
    }

    private void later(Duration delay, Runnable action) {
        assertThat(delay).isEqualTo(NodeDirectory.GRACE);
        later.add(action);
    }

    private void graceIsOver() {
        while (!later.isEmpty()) {
            later.remove().run();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.example:4443, https://a.example:4443/",
        "https:/a.example/x, https://a.example/x",
        "http://a.example, http://a.example/",
        "https:/a.example/?jwt=x, https://a.example/"
    })
    void readsUrls(String name, URI node) {
        assertThat(NodeDirectory.node(NodeDirectory.PREFIX + name)).contains(node);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://a.example:1",
                "moqt://a.example",
                "file:///etc/passwd",
                "https:/",
                "user@a.example",
                "a.example:0",
                "a.example:99999",
                "a b"
            })
    void ignoresWhatIsNoUrlOfHttp(String name) {
        assertThat(NodeDirectory.node(NodeDirectory.PREFIX + name)).isEmpty();
    }

    @Test
    void tellsANodeOnceAndThatItLeftAMinuteLater() {
        try (NodeDirectory directory = open()) {
            BroadcastProducer first = origin.createBroadcast(PATH);
            BroadcastProducer second = origin.createBroadcast(PATH + "/");
            origin.createBroadcast(NodeDirectory.PREFIX + "b.example");
            assertThat(told).containsExactly("joined " + OTHER);
            second.finish();
            first.finish();
            assertThat(told).hasSize(1);
            graceIsOver();
            assertThat(told).containsExactly("joined " + OTHER, "left " + OTHER);
            assertThat(directory).isNotNull();
        }
    }

    @Test
    void forgetsAShortAbsence() {
        try (NodeDirectory directory = open()) {
            origin.createBroadcast(PATH).finish();
            origin.createBroadcast(PATH);
            graceIsOver();
            assertThat(told).containsExactly("joined " + OTHER);
            assertThat(directory).isNotNull();
        }
    }

    @Test
    void boundsTheirNumber() {
        try (NodeDirectory directory = open()) {
            for (int i = 0; i < 2 * NodeDirectory.MOST_NODES; i++) {
                origin.createBroadcast(NodeDirectory.PREFIX + "n" + i + ".example");
            }
            assertThat(told).hasSize(NodeDirectory.MOST_NODES);
            assertThat(directory).isNotNull();
        }
    }

    @Test
    void aRelayDropsTheLinkOfANodeThatLeftAndKeepsThoseOfItsSettings() throws InterruptedException {
        CountDownLatch dialling = new CountDownLatch(1);
        RelayDialer nobody =
                (uri, timeout) -> {
                    if (uri.getHost().equals("z.example")) {
                        // For as long as the link lasts, so that its status stands still.
                        dialling.countDown();
                        new CountDownLatch(1).await();
                    }
                    throw new IOException("nobody there");
                };
        try (Relay relay =
                new Relay(
                        new RelayConfig(
                                origin,
                                request -> CompletableFuture.completedFuture(Grant.NOTHING),
                                SessionSettings.defaults(),
                                nobody))) {
            relay.join(SELF, null, this::later);
            BroadcastProducer gone = origin.createBroadcast(PATH);
            BroadcastProducer known = origin.createBroadcast(NodeDirectory.PREFIX + "z.example");
            RelayLink kept = relay.link(LinkTarget.node(URI.create("https://z.example/"), null));
            assertThat(relay.links()).hasSize(2);
            assertThat(dialling.await(10, TimeUnit.SECONDS)).isTrue();
            gone.finish();
            known.finish();
            assertThat(relay.links()).hasSize(2);
            graceIsOver();
            assertThat(relay.links()).containsExactly(kept.status());
        }
    }
}
