package org.moqgateway.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.moq.transport.TestPath;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.UdpPath;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.peer.FreePort;
import org.moqgateway.server.peer.UpstreamRelay;

/// A relay that is killed and started again between a gateway that publishes and one that reads:
/// media flows again by itself, on both sides, soon after the relay is back.
///
/// UDP goes by way of a [UdpPath], which answers nothing when the relay is dead: no ICMP tells that
/// nobody listens, as behind a firewall.
@Timeout(120)
class RelayKilledIT {
    private static final String LIVE = "live/clock";
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /// Half of what it took when a silent link was only given up after ten seconds.
    private static final Duration BACK = Duration.ofSeconds(5);

    /// So many groups later nothing is left of what was sent before the relay was killed.
    private static final int LATER_GROUPS = 5;

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "https, auto, WEBTRANSPORT",
        "moqt, auto, QUIC",
        "https, kwik, WEBTRANSPORT",
        "moqt, kwik, QUIC",
        "wss, auto, WEBSOCKET"
    })
    void mediaIsBack(String scheme, String stack, TransportKind kind) throws Exception {
        int port = FreePort.any();
        InetSocketAddress relayAddress = new InetSocketAddress(LOOPBACK, port);
        try (RelayProcess relay = RelayProcess.start(port, folder);
                TestPath in = new UdpPath(relayAddress);
                TestPath out = new UdpPath(relayAddress)) {
            boolean udp = !scheme.equals("wss");
            Map<Setting, List<String>> publishes =
                    flags(scheme, udp ? in.address().getPort() : port, relay, stack);
            Map<Setting, List<String>> reads =
                    flags(scheme, udp ? out.address().getPort() : port, relay, stack);
            try (RelayNode publisher = RelayNode.start(publishes);
                    RelayNode reader = RelayNode.start(reads)) {
                Duration back = killed(publisher, reader, relay::kill, relay::restart);

                System.out.println(scheme + " by " + stack + ": media back after " + back);
                assertThat(back).isLessThan(BACK);
                assertThat(publisher.link().transport()).contains(kind);
                assertThat(reader.link().transport()).contains(kind);
            }
        }
    }

    @Test
    void mediaIsBackOnTheRelayOfOthers() throws Exception {
        assumeTrue(UpstreamRelay.program().isPresent(), "moq-relay is not here");
        UpstreamRelay first = UpstreamRelay.start();
        UpstreamRelay[] second = new UpstreamRelay[1];
        Map<Setting, List<String>> flags =
                Map.of(
                        Setting.CLUSTER_CONNECT, List.of(first.url()),
                        Setting.LINGER, List.of("30s"));
        try (RelayNode publisher = RelayNode.start(flags);
                RelayNode reader = RelayNode.start(flags)) {
            Duration back =
                    killed(publisher, reader, first::kill, () -> second[0] = first.restart());

            System.out.println(
                    "moq-relay by " + publisher.link().transport() + ": media back after " + back);
            assertThat(back).isLessThan(BACK);
        } finally {
            first.close();
            if (second[0] != null) {
                second[0].close();
            }
        }
    }

    private static Map<Setting, List<String>> flags(
            String scheme, int port, RelayProcess relay, String stack) {
        return Map.of(
                Setting.CLUSTER_CONNECT,
                List.of(scheme + "://127.0.0.1:" + port + "/"),
                Setting.CLIENT_TLS_FINGERPRINT,
                List.of(relay.fingerprint()),
                Setting.QUIC,
                List.of(stack),
                Setting.LINGER,
                List.of("30s"));
    }

    private interface Restart {
        void run() throws Exception;
    }

    /// @return how long after the relay's return something new was read
    private static Duration killed(
            RelayNode publisher, RelayNode reader, Runnable kill, Restart restart)
            throws Exception {
        publisher.awaitLink(LinkStatus.State.UP);
        reader.awaitLink(LinkStatus.State.UP);
        try (Ticker clock = new Ticker(publisher.origin(), LIVE)) {
            reader.awaitAnnounced(LIVE);
            try (Listener listener = new Listener(reader.origin(), LIVE)) {
                listener.read(10);
                kill.run();
                long last = listener.groups().getLast();
                restart.run();
                long backNanos = System.nanoTime();
                while (listener.groups().getLast() < last + LATER_GROUPS) {
                    listener.read(1);
                }
                assertThat(clock).isNotNull();
                return Duration.ofNanos(System.nanoTime() - backNanos);
            }
        }
    }
}
