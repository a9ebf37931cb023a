package org.moqgateway.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;
import org.moqgateway.core.webrtc.PeerSessionHandle;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.core.webrtc.SessionStats;
import org.moqgateway.server.config.Word;

/// The figures of WebRTC sessions: of those that are open, since nobody adds up the ones that have
/// ended.
///
/// @param broker the media side
public record WebRtcFigures(SessionBroker broker) {
    void register(MeterRegistry registry) {
        for (SessionKind kind : SessionKind.values()) {
            Tags tags = Tags.of("kind", Word.of(kind));
            gauge(registry, "webrtc.sessions", "Open WebRTC sessions.", tags, kind, stats -> 1);
            gauge(
                    registry,
                    "webrtc.bitrate.bps",
                    "Media bits per second of the open sessions.",
                    tags,
                    kind,
                    SessionStats::bitrateBps);
            gauge(
                    registry,
                    "webrtc.packets.lost",
                    "RTP packets that the open sessions lost for good.",
                    tags,
                    kind,
                    SessionStats::packetsLost);
        }
        GatewayMetrics.gauge(
                registry,
                "webrtc.broadcasts",
                "Broadcasts that WebRTC publishes or plays.",
                Tags.empty(),
                broker,
                asked -> asked.broadcasts().size());
        GatewayMetrics.gauge(
                registry,
                "webrtc.tracks",
                "Media tracks of these broadcasts.",
                Tags.empty(),
                broker,
                asked ->
                        asked.broadcasts().stream()
                                .mapToInt(broadcast -> broadcast.tracks().size())
                                .sum());
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String help,
            Tags tags,
            SessionKind kind,
            ToDoubleFunction<SessionStats> figure) {
        GatewayMetrics.gauge(
                registry,
                name,
                help,
                tags,
                broker,
                asked ->
                        asked.sessions().stream()
                                .filter(session -> session.kind() == kind)
                                .map(PeerSessionHandle::stats)
                                .mapToDouble(figure)
                                .sum());
    }
}
