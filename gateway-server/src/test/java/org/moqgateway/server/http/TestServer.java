package org.moqgateway.server.http;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.moqgateway.media.picture.KeyframeDecoder;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.moq.relay.access.AccessPolicy;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.HostPort;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.config.SettingException;
import org.moqgateway.server.config.SettingsLoader;
import org.moqgateway.server.snapshot.Snapshots;

/// The real HTTP server on a free port in front of a [FakeBroker], and a client to talk to it.
/// Open to all (`--public`) unless flags say otherwise.
final class TestServer implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    /// For clients that are too slow on purpose: one that only has to wait for a processor is
    /// refused as well.
    static final HttpLimits FAST =
            new HttpLimits(
                    128 * 1024,
                    Duration.ofMillis(700),
                    Duration.ofMillis(700),
                    Duration.ofSeconds(5),
                    16,
                    Duration.ofMillis(700));

    final FakeBroker broker = new FakeBroker();
    final FakeClients clients = new FakeClients();
    final Origin origin = new Origin();
    final SelfSigned identity = SelfSigned.forHosts(List.of());
    List<LinkStatus> links = List.of();
    final OptionalInt quicPort = OptionalInt.of(4433);
    final GatewayHttpServer server;
    private final Snapshots snapshots;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestServer(HttpLimits limits, Map<Setting, List<String>> flags, AccessPolicy access) {
        this(limits, flags, access, new Snapshots(KeyframeDecoder.NONE, Optional.empty()));
    }

    private TestServer(
            HttpLimits limits,
            Map<Setting, List<String>> flags,
            AccessPolicy access,
            Snapshots snapshots) {
        this.snapshots = snapshots;
        Map<Setting, List<String>> all = new EnumMap<>(Setting.class);
        all.put(Setting.MAX_REQUESTS_PER_SECOND, List.of("100000"));
        all.put(Setting.PUBLIC, List.of("true"));
        all.putAll(flags);
        try {
            GatewaySettings settings = SettingsLoader.load(all, Map.of());
            HttpListener listener = HttpListener.bind(new HostPort("localhost", 0));
            HttpEnvironment environment =
                    new HttpEnvironment(limits, "/testweb", InstantSource.fixed(NOW));
            server =
                    GatewayHttpServer.start(
                            listener, settings, backend(settings, access), environment);
        } catch (SettingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpBackend backend(GatewaySettings settings, AccessPolicy access) {
        return new HttpBackend(
                broker,
                clients,
                new HttpBackend.MoqBackend(origin, webSockets(settings), () -> links, quicPort),
                access,
                new HttpBackend.TlsBackend(identity, settings.tls() != null),
                () -> "# figures\n",
                snapshots);
    }

    private static WebSocketAccess webSockets(GatewaySettings settings) {
        return new WebSocketAccess(
                settings.relay().versions(),
                QuicLimits.DEFAULT,
                knocking -> knocking.reject(403, 0, "nobody is let in here"));
    }

    static TestServer start() {
        return new TestServer(HttpLimits.standard(), Map.of(), AccessPolicy.open());
    }

    static TestServer start(HttpLimits limits) {
        return new TestServer(limits, Map.of(), AccessPolicy.open());
    }

    static TestServer start(Map<Setting, List<String>> flags) {
        return new TestServer(HttpLimits.standard(), flags, AccessPolicy.open());
    }

    static TestServer start(AccessPolicy access) {
        return new TestServer(HttpLimits.standard(), Map.of(), access);
    }

    static TestServer start(AccessPolicy access, Map<Setting, List<String>> flags) {
        return new TestServer(HttpLimits.standard(), flags, access);
    }

    static TestServer start(AccessPolicy access, Snapshots snapshots) {
        return new TestServer(HttpLimits.standard(), Map.of(), access, snapshots);
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }

    /// Sends a request; `headers` are name, value, name, value, …
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        return send(method, path, body, BodyHandlers.ofString(), headers);
    }

    /// Likewise, with the answer as bytes.
    HttpResponse<byte[]> fetch(String path, String... headers) {
        return send("GET", path, "", BodyHandlers.ofByteArray(), headers);
    }

    private <T> HttpResponse<T> send(
            String method,
            String path,
            String body,
            HttpResponse.BodyHandler<T> answer,
            String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), answer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> offer(String path, String sdp, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/sdp"));
        all.addAll(List.of(headers));
        return send("POST", path, sdp, all.toArray(String[]::new));
    }

    HttpResponse<String> patch(String path, String fragment, String... headers) {
        List<String> all =
                new ArrayList<>(List.of("Content-Type", "application/trickle-ice-sdpfrag"));
        all.addAll(List.of(headers));
        return send("PATCH", path, fragment, all.toArray(String[]::new));
    }

    /// A bare connection, for clients that misbehave.
    RawClient raw() throws IOException {
        return new RawClient(new Socket("localhost", server.port()));
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    /// Writes what it is told and reads what comes.
    record RawClient(Socket socket) implements AutoCloseable {
        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        /// Writes lines, each ended by CR and LF; an empty one ends the header.
        void writeLines(String... lines) throws IOException {
            write(String.join("\r\n", lines) + "\r\n");
        }

        /// Everything until the server closes the connection.
        String readToEnd() throws IOException {
            socket.setSoTimeout(10_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
