package org.moqgateway.server.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.webrtc.BroadcastStatus;
import org.moqgateway.core.webrtc.LogWatch;
import org.moqgateway.core.webrtc.SessionStats;
import org.moqgateway.core.webrtc.WebRtcGateway;
import org.moqgateway.core.webrtc.WebRtcSettings;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.server.Gateway;
import org.moqgateway.server.MediaSide;
import org.moqgateway.server.StartException;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.config.SettingException;
import org.moqgateway.server.config.SettingsLoader;
import org.moqgateway.server.peer.FreePort;

/// A gateway of the product's own parts, in this process, on ports of its own. A test fails at
/// [#close] when a warning or an error with an exception was logged meanwhile.
final class RunningGateway implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Gateway gateway;
    private final LogWatch logs;
    private @Nullable WebRtcGateway media;

    RunningGateway(Map<Setting, List<String>> flags) {
        Map<Setting, List<String>> all = new HashMap<>(flags);
        all.putIfAbsent(Setting.LISTEN, List.of("localhost:0"));
        all.putIfAbsent(Setting.UDP_BIND, List.of("localhost:0"));
        try {
            gateway = Gateway.start(SettingsLoader.load(all, Map.of()), this::media);
        } catch (SettingException | StartException failure) {
            throw new IllegalStateException(failure);
        }
        logs = new LogWatch();
    }

    RunningGateway() {
        this(Map.of());
    }

    /// With one number for TCP and UDP, as browsers expect of a page's relay.
    static RunningGateway onOnePort(Map<Setting, List<String>> flags) {
        try {
            return FreePort.start(port -> onPort(port, flags));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static RunningGateway onPort(int port, Map<Setting, List<String>> flags)
            throws FreePort.TakenException {
        Map<Setting, List<String>> all = new HashMap<>(flags);
        all.put(Setting.LISTEN, List.of("localhost:" + port));
        all.put(Setting.UDP_BIND, all.get(Setting.LISTEN));
        try {
            return new RunningGateway(all);
        } catch (IllegalStateException failure) {
            if (failure.getCause() instanceof StartException taken) {
                throw new FreePort.TakenException(taken);
            }
            throw failure;
        }
    }

    private MediaSide media(Origin origin, WebRtcSettings settings) throws IOException {
        WebRtcGateway opened = WebRtcGateway.open(origin, settings);
        media = opened;
        return new MediaSide(opened, opened, opened.udpPort(), opened::serveQuic, opened::close);
    }

    /// Base URL of the pages.
    String url() {
        return "http://localhost:" + gateway.httpPort();
    }

    String whip(String broadcast) {
        return url() + "/whip/" + broadcast;
    }

    String whep(String broadcast) {
        return url() + "/whep/" + broadcast;
    }

    int httpPort() {
        return gateway.httpPort();
    }

    int udpPort() {
        return gateway.udpPort();
    }

    WebRtcGateway media() {
        WebRtcGateway opened = media;
        if (opened == null) {
            throw new IllegalStateException("not started");
        }
        return opened;
    }

    Origin origin() {
        return gateway.moq().relay().origin();
    }

    List<BroadcastStatus> live() {
        return media().broadcasts();
    }

    List<SessionStats> sessions() {
        return media().sessions().stream().map(session -> session.stats()).toList();
    }

    /// Waits until a broadcast is live with as many tracks as named.
    BroadcastStatus awaitLive(String broadcast, int tracks, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (System.nanoTime() < end) {
            for (BroadcastStatus status : live()) {
                if (status.name().equals(broadcast) && status.tracks().size() >= tracks) {
                    return status;
                }
            }
            pause();
        }
        throw new AssertionError(
                "\"%s\" not live with %d tracks within %s: %s"
                        .formatted(broadcast, tracks, deadline, live()));
    }

    /// Waits until nothing is live under a name.
    void awaitGone(String broadcast, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (live().stream().anyMatch(status -> status.name().equals(broadcast))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("\"" + broadcast + "\" still live: " + live());
            }
            pause();
        }
    }

    /// Waits until every session is gone.
    void awaitNoSessions(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!sessions().isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("sessions still there: " + sessions());
            }
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// The body of a GET.
    String get(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url() + path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        gateway.close();
        logs.close();
    }
}
