package org.moqgateway.moq.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes down what it hears: `+path [hops]`, `~path [hops]`, `-path`.
final class AnnouncementRecorder implements AnnounceListener {
    final List<String> events = new ArrayList<>();

    @Override
    public void announced(String path, Route route) {
        events.add("+" + path + " " + hops(route));
    }

    @Override
    public void rerouted(String path, Route route) {
        events.add("~" + path + " " + hops(route));
    }

    @Override
    public void unannounced(String path) {
        events.add("-" + path);
    }

    /// What was heard since the last time.
    List<String> take() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    private static String hops(Route route) {
        return route.hops().stream()
                .map(hop -> Long.toString(hop.value()))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
