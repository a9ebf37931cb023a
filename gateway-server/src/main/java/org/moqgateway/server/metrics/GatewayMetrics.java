package org.moqgateway.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.moq.relay.Relay;
import org.moqgateway.moq.session.MoqSession;
import org.moqgateway.moq.session.SessionMetrics;
import org.moqgateway.moq.session.SessionStats;
import org.moqgateway.server.config.Word;

/// Everything that is counted, read when it is asked for: counting costs the media plane nothing
/// more. Any thread.
public final class GatewayMetrics implements AutoCloseable {
    private static final String ROLE = "role";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MoqSessionKinds kinds;

    /// The figures of a relay.
    public GatewayMetrics(Relay relay) {
        this.kinds = new MoqSessionKinds(registry, relay.metrics());
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        origin(relay);
        sessions(relay);
        for (CounterName counter : CounterName.values()) {
            counter.register(registry, relay.metrics());
        }
    }

    /// Adds the figures of WebRTC sessions.
    public void webRtc(WebRtcFigures figures) {
        figures.register(registry);
    }

    /// Adds the figures of the client roles.
    public void clients(ClientFigures figures) {
        figures.register(registry);
    }

    /// The text that Prometheus reads (exposition format 0.0.4).
    public String text() {
        kinds.update();
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }

    private void origin(Relay relay) {
        gauge(
                "moq.broadcasts",
                "Broadcasts that are live here, local and remote.",
                Tags.empty(),
                relay,
                live -> live.origin().announced().size());
        gauge(
                "moq.tracks",
                "Tracks that keep a group.",
                Tags.empty(),
                relay,
                live -> live.origin().pool().tracks());
        gauge(
                "moq.cache.bytes",
                "Payload bytes kept for late subscribers and fetches.",
                Tags.empty(),
                relay,
                live -> live.origin().pool().bytes());
        for (LinkStatus.State state : LinkStatus.State.values()) {
            gauge(
                    "moq.links",
                    "Links to other relays by their state.",
                    Tags.of("state", Word.of(state)),
                    relay,
                    live -> live.links().stream().filter(link -> link.state() == state).count());
        }
    }

    private void sessions(Relay relay) {
        String help = "Open subscriptions to tracks.";
        gauge(
                "moq.subscriptions",
                help,
                Tags.of(ROLE, "subscriber"),
                relay,
                live -> sum(live, SessionStats::subscriptionsServed));
        gauge(
                "moq.subscriptions",
                help,
                Tags.of(ROLE, "publisher"),
                relay,
                live -> sum(live, SessionStats::subscriptionsMade));
    }

    private static double sum(Relay relay, ToDoubleFunction<SessionStats> figure) {
        return Stream.concat(relay.sessions().stream(), relay.linkSessions().stream())
                .map(MoqSession::stats)
                .mapToDouble(figure)
                .sum();
    }

    private <T> void gauge(String name, String help, Tags tags, T of, ToDoubleFunction<T> value) {
        gauge(registry, name, help, tags, of, value);
    }

    static <T> void gauge(
            MeterRegistry registry,
            String name,
            String help,
            Tags tags,
            T of,
            ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value)
                .description(help)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    static <T> void counter(
            MeterRegistry registry,
            String name,
            String help,
            Tags tags,
            T of,
            ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(help).tags(tags).register(registry);
    }

    /// What a counter of MoQ sessions is called. The role is that of the peer: what goes to
    /// subscribers, what comes from publishers.
    private enum CounterName {
        SESSIONS_REFUSED("moq.sessions.refused", "Clients turned away.", ""),
        SESSIONS_VIOLATED("moq.sessions.violated", "Sessions ended by a violation.", ""),
        ANNOUNCES_SENT("moq.announces", "Announcements of broadcasts.", "subscriber"),
        ANNOUNCES_RECEIVED("moq.announces", "Announcements of broadcasts.", "publisher"),
        ANNOUNCES_REFUSED("moq.announces.refused", "Announcements that were not taken.", ""),
        SUBSCRIPTIONS_SERVED("moq.subscriptions.opened", "Subscriptions opened.", "subscriber"),
        SUBSCRIPTIONS_MADE("moq.subscriptions.opened", "Subscriptions opened.", "publisher"),
        REQUESTS_REFUSED("moq.requests.refused", "Requests of peers that were reset.", ""),
        FETCHES_SERVED("moq.fetches", "Groups fetched one by one.", "subscriber"),
        FETCHES_MADE("moq.fetches", "Groups fetched one by one.", "publisher"),
        GROUPS_SENT("moq.groups", "Groups begun.", "subscriber"),
        GROUPS_RECEIVED("moq.groups", "Groups begun.", "publisher"),
        GROUPS_DROPPED("moq.groups.dropped", "Groups given up before their end.", "subscriber"),
        GROUPS_ABORTED("moq.groups.dropped", "Groups given up before their end.", "publisher"),
        FRAMES_SENT("moq.frames", "Frames carried.", "subscriber"),
        FRAMES_RECEIVED("moq.frames", "Frames carried.", "publisher"),
        BYTES_SENT("moq.bytes", "Payload bytes carried.", "subscriber"),
        BYTES_RECEIVED("moq.bytes", "Payload bytes carried.", "publisher"),
        DATAGRAMS_SENT("moq.datagrams", "Groups carried as datagrams.", "subscriber"),
        DATAGRAMS_RECEIVED("moq.datagrams", "Groups carried as datagrams.", "publisher"),
        DATAGRAMS_DROPPED("moq.datagrams.dropped", "Datagrams that could not leave.", "subscriber");

        private final String meter;
        private final String help;
        private final String role;

        CounterName(String meter, String help, String role) {
            this.meter = meter;
            this.help = help;
            this.role = role;
        }

        void register(MeterRegistry registry, SessionMetrics metrics) {
            SessionMetrics.Counter counter = SessionMetrics.Counter.valueOf(name());
            counter(
                    registry,
                    meter,
                    help,
                    role.isEmpty() ? Tags.empty() : Tags.of(ROLE, role),
                    metrics,
                    counted -> counted.value(counter));
        }
    }
}
