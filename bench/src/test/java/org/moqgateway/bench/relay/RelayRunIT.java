package org.moqgateway.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.bench.measure.ServerProcess;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.session.Grant;
import org.moqgateway.moq.session.MoqServer;
import org.moqgateway.moq.session.SessionMetrics;
import org.moqgateway.moq.session.SessionSettings;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.netty.NettyQuicServer;
import org.moqgateway.moq.transport.netty.QuicServerConfig;
import org.moqgateway.moq.transport.quic.QuicFront;
import org.moqgateway.moq.transport.tls.Fingerprint;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsIdentity;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// The benchmark against a relay of ours in this process, over real QUIC.
@Timeout(60)
class RelayRunIT {
    private static final List<String> VERSIONS = List.of("moq-lite-05");

    @Test
    void everySubscriberGetsEveryFrame() throws Exception {
        MoqServer relay =
                new MoqServer(
                        new Origin(),
                        _ -> CompletableFuture.completedStage(Grant.everything()),
                        SessionSettings.defaults(),
                        new SessionMetrics());
        Supplier<TlsIdentity> identity = SelfSigned.forHosts(List.of());
        QuicFront front = new QuicFront(QuicLimits.DEFAULT, VERSIONS, relay);
        QuicServerConfig config =
                new QuicServerConfig(identity, front.applicationProtocols(), QuicLimits.DEFAULT);
        TlsTrust trust =
                new TlsTrust.Pinned(List.of(Fingerprint.sha256(identity.get().certificate())));
        try (NettyQuicServer server =
                        NettyQuicServer.bind(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                config,
                                front);
                Clients clients = new Clients(VERSIONS, trust)) {
            URI url = URI.create("moqt://127.0.0.1:" + server.localAddress().getPort() + "/");
            RelayPlan plan =
                    new RelayPlan(
                            List.of(new RelayPlan.Server("ours", ServerProcess.self(), url)),
                            2,
                            List.of(1, 4),
                            Profile.fullHd(1_000_000),
                            Duration.ofSeconds(2),
                            Duration.ofMillis(500));

            List<RelayFigures> figures = new ArrayList<>();
            new RelayRun(
                            plan,
                            clients,
                            _ -> {
                                // The figures say it all.
                            })
                    .run(figures::add);

            assertThat(figures).extracting(RelayFigures::subscribers).containsExactly(1, 4);
            assertThat(figures)
                    .allSatisfy(
                            step -> {
                                assertThat(step.counts().missing()).isZero();
                                assertThat(step.counts().frames())
                                        .isBetween(
                                                step.expectedFrames() * 8 / 10,
                                                step.expectedFrames() * 12 / 10);
                                assertThat(step.latency().total())
                                        .isEqualTo(step.counts().frames());
                                assertThat(step.cpuSeconds()).isPositive();
                            });
            assertThat(figures.stream().map(RelayReport::line))
                    .satisfiesExactly(
                            one -> assertThat(one).startsWith("| ours | 1 |"),
                            four -> assertThat(four).startsWith("| ours | 4 |"));
        }
    }
}
