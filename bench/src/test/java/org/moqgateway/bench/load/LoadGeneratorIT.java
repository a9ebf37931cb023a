package org.moqgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.egress.FeedPolicy;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.webrtc.ConflictPolicy;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.core.webrtc.WebRtcGateway;
import org.moqgateway.core.webrtc.WebRtcSettings;
import org.moqgateway.moq.model.Origin;

/// The whole media path over real sockets: publisher, gateway, viewers.
class LoadGeneratorIT {
    private static final WebRtcSettings SETTINGS =
            new WebRtcSettings(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    List.of(),
                    100,
                    ConflictPolicy.REPLACE,
                    IngestContainer.LEGACY,
                    1,
                    Duration.ofSeconds(10),
                    FeedPolicy.DEFAULT);

    @Test
    void nothingIsLostBetweenPublisherAndViewers() throws Exception {
        try (WebRtcGateway gateway = WebRtcGateway.open(new Origin(), SETTINGS)) {
            LoadPlan plan =
                    new LoadPlan(
                            new BrokerSignalling(gateway, SessionKind.WHEP, "live/load"),
                            Optional.of(
                                    new LoadPlan.Publishing(
                                            new BrokerSignalling(
                                                    gateway, SessionKind.WHIP, "live/load"),
                                            new SyntheticVideo.Shape(20, 15, 2_000_000, 30, 30))),
                            4,
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(1),
                            Optional.empty(),
                            1);

            LoadResult result =
                    new LoadRun(
                                    plan,
                                    _ -> {
                                        // The figures say it all.
                                    })
                            .run();

            assertThat(result.playing()).isEqualTo(4);
            assertThat(result.counts().lost()).isZero();
            assertThat(result.counts().frames() / result.seconds()).isBetween(4 * 24.0, 4 * 36.0);
            assertThat(result.megabitsPerSecond()).isBetween(4 * 1.6, 4 * 2.6);
            assertThat(result.latency().total()).isGreaterThan(4 * 40L);
        }
    }
}
