package org.moqgateway.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Set;
import org.moqgateway.moq.session.SessionMetrics;
import org.moqgateway.moq.session.SessionMetrics.SessionKind;
import org.moqgateway.server.config.Word;

/// Sessions by who dialled, binding and version. A kind has a series from the first session on;
/// there are as many as two sides, four bindings and four versions make.
final class MoqSessionKinds {
    private final MeterRegistry registry;
    private final SessionMetrics metrics;
    private final Set<SessionKind> known = new HashSet<>();

    MoqSessionKinds(MeterRegistry registry, SessionMetrics metrics) {
        this.registry = registry;
        this.metrics = metrics;
    }

    /// Makes series for the kinds that are new.
    synchronized void update() {
        for (SessionKind kind : metrics.sessionsOpened().keySet()) {
            if (known.add(kind)) {
                register(kind);
            }
        }
    }

    private void register(SessionKind kind) {
        Tags tags =
                Tags.of(
                        "side", Word.of(kind.side()),
                        "transport", Word.of(kind.transport()),
                        "version", kind.protocol());
        GatewayMetrics.gauge(
                registry,
                "moq.sessions",
                "Open MoQ sessions.",
                tags,
                metrics,
                counted -> counted.sessionsLive().getOrDefault(kind, 0L));
        GatewayMetrics.counter(
                registry,
                "moq.sessions.opened",
                "MoQ sessions opened.",
                tags,
                metrics,
                counted -> counted.sessionsOpened().getOrDefault(kind, 0L));
    }
}
