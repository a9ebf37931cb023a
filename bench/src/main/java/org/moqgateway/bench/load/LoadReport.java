package org.moqgateway.bench.load;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.moqgateway.bench.measure.LatencyHistogram;
import org.moqgateway.bench.measure.ServerProcess;

/// Writes a [LoadResult] for people or for programs. Names carry their unit. Stateless.
final class LoadReport {
    private static final double MEGABYTE = 1e6;

    private LoadReport() {}

    /// One line for each figure.
    static String table(LoadResult result) {
        return figures(result).entrySet().stream()
                .map(entry -> "%-34s %12s%n".formatted(entry.getKey(), number(entry.getValue())))
                .collect(Collectors.joining());
    }

    /// One JSON object, a number for each figure.
    static String json(LoadResult result) {
        return figures(result).entrySet().stream()
                .map(
                        entry ->
                                "  \"%s\": %s"
                                        .formatted(
                                                entry.getKey().replaceAll("[^A-Za-z0-9]+", "_"),
                                                number(entry.getValue())))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static Map<String, Double> figures(LoadResult result) {
        Map<String, Double> figures = new LinkedHashMap<>();
        ViewerMedia.Counts counts = result.counts();
        figures.put("viewers", (double) result.viewers());
        figures.put("viewers playing", (double) result.playing());
        figures.put("measured s", result.seconds());
        figures.put("delivered Mbit/s", result.megabitsPerSecond());
        figures.put("delivered packets/s", counts.packets() / result.seconds());
        figures.put("delivered packets", (double) counts.packets());
        figures.put("lost packets", (double) counts.lost());
        figures.put("complete frames", (double) counts.frames());
        put(figures, "connected", result.connected());
        put(figures, "first frame", result.firstFrame());
        put(figures, "added latency", result.latency());
        figures.put("generator CPU cores", result.generatorCpuSeconds() / result.seconds());
        result.server().ifPresent(cost -> put(figures, result, cost));
        return figures;
    }

    private static void put(Map<String, Double> figures, String what, LatencyHistogram times) {
        if (times.total() > 0) {
            figures.put(what + " p50 ms", times.quantileMicros(0.5) / 1000);
            figures.put(what + " p99 ms", times.quantileMicros(0.99) / 1000);
            figures.put(what + " max ms", times.mostMicros() / 1000);
        }
    }

    private static void put(
            Map<String, Double> figures, LoadResult result, LoadResult.ServerCost cost) {
        figures.put("server CPU cores", cost.cpuSeconds() / result.seconds());
        figures.put("server CPU s per Gbit", cost.cpuSeconds() / result.gigabits());
        figures.put("server packets/s per core", result.counts().packets() / cost.cpuSeconds());
        ServerProcess.Memory idle = cost.idle();
        ServerProcess.Memory loaded = cost.loaded();
        figures.put("server RSS without viewers MB", idle.residentBytes() / MEGABYTE);
        figures.put("server RSS with viewers MB", loaded.residentBytes() / MEGABYTE);
        double perViewer = (double) loaded.residentBytes() - idle.residentBytes();
        figures.put("server RSS per viewer MB", perViewer / result.viewers() / MEGABYTE);
        if (idle.heapBytes() >= 0 && loaded.heapBytes() >= 0) {
            double heap = (double) loaded.heapBytes() - idle.heapBytes();
            figures.put("server heap without viewers MB", idle.heapBytes() / MEGABYTE);
            figures.put("server heap with viewers MB", loaded.heapBytes() / MEGABYTE);
            figures.put("server heap per viewer MB", heap / result.viewers() / MEGABYTE);
        }
    }

    private static String number(double value) {
        return Double.isFinite(value) && value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
