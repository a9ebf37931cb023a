package org.moqgateway.bench.relay;

import java.util.Locale;

/// Writes figures as a Markdown table. Stateless.
final class RelayReport {
    private static final double MEGABYTE = 1e6;

    private RelayReport() {}

    /// The two lines above those of [#line].
    static final String HEAD =
            """
            | relay | subscribers | delivered Mbit/s | frames missing | CPU cores | CPU s/Gbit | latency p50 ms | p99 ms | RSS MB | per subscriber MB |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;

    /// One line, for one server and step.
    static String line(RelayFigures step) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %d of %d | %.2f | %.2f | %.1f | %.1f | %.0f | %.2f |%n",
                step.server(),
                step.subscribers(),
                step.gigabits() * 1000 / step.seconds(),
                Math.max(0, step.expectedFrames() - step.counts().frames()),
                step.expectedFrames(),
                step.cpuSeconds() / step.seconds(),
                step.cpuSecondsPerGigabit(),
                step.latency().quantileMicros(0.5) / 1000,
                step.latency().quantileMicros(0.99) / 1000,
                step.memory().residentBytes() / MEGABYTE,
                step.residentBytesPerSubscriber() / MEGABYTE);
    }
}
