package org.moqgateway.server.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Serves the pages and an API whose answers a test chooses: a gateway without media.
final class PagesServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile String broadcasts = "{\"broadcasts\":[]}";
    private volatile String clients = "{\"clients\":[],\"control\":\"never\"}";
    private volatile int clientsStatus = 200;
    private volatile @Nullable String adminToken;
    private volatile String endpoints = "whip whep";
    private final List<String> actions = new CopyOnWriteArrayList<>();
    private volatile boolean bundled = true;
    private volatile int snapshotStatus = 503;
    private volatile byte[] snapshot = {};
    private final List<Offer> offers = new CopyOnWriteArrayList<>();
    private volatile Refusal refusal = new Refusal(409, "Not live", "nobody publishes it", 1);

    /// What POST on an endpoint answers.
    record Refusal(int status, String title, String detail, int retryAfterSeconds) {}

    private record Offer(String path, long answeredNanos) {}

    PagesServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    void broadcasts(String json) {
        broadcasts = json;
    }

    /// What GET /api/clients answers.
    ///
    /// @param adminToken what starting and stopping takes; null for nothing
    void clients(String json, @Nullable String adminToken) {
        clients = json;
        this.adminToken = adminToken;
        actions.clear();
    }

    /// The status of the same; anything but 200 comes without the clients.
    void clientsStatus(int status) {
        clientsStatus = status;
    }

    /// The starts and stops that were let through, as `PATH`.
    List<String> actions() {
        return List.copyOf(actions);
    }

    /// Which of `whip` and `whep` the gateway serves.
    void endpoints(String words) {
        endpoints = words;
    }

    void refuse(Refusal refusal) {
        this.refusal = refusal;
    }

    /// When the offers to an endpoint were answered, as of [System#nanoTime].
    List<Long> answeredNanos(String path) {
        return offers.stream()
                .filter(offer -> offer.path.equals(path))
                .map(Offer::answeredNanos)
                .toList();
    }

    /// What every snapshot answers.
    ///
    /// @param jpeg the picture, nothing for a status that has none
    void snapshot(int status, byte[] jpeg) {
        snapshotStatus = status;
        snapshot = jpeg;
    }

    /// Whether the build had Node.js, and with it the MoQ player.
    void bundled(boolean bundled) {
        this.bundled = bundled;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/whip/") || path.startsWith("/whep/")) refuse(exchange);
            else if (path.startsWith("/snapshot/"))
                send(exchange, snapshotStatus, "image/jpeg", snapshot);
            else if (path.equals("/api/broadcasts"))
                json(exchange, 200, "application/json", broadcasts);
            else if (path.startsWith("/api/clients")) clients(exchange);
            else if (path.equals("/api/config")) json(exchange, 200, "application/json", config());
            else if (!bundled && path.startsWith("/assets/moq/"))
                exchange.sendResponseHeaders(404, -1);
            else file(exchange, fileOf(path));
        }
    }

    private String config() {
        StringBuilder json = new StringBuilder("{");
        for (String endpoint : endpoints.split(" ", -1)) {
            json.append("\"%1$sUrl\":\"%2$s/%1$s/\",".formatted(endpoint, url()));
        }
        return json + "\"version\":\"0\"}";
    }

    private void clients(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            String shown = exchange.getRequestHeaders().getFirst("Authorization");
            String wanted = adminToken;
            if (wanted != null && !("Bearer " + wanted).equals(shown)) {
                json(
                        exchange,
                        401,
                        "application/problem+json",
                        "{\"detail\":\"This is not the admin token.\"}");
                return;
            }
            actions.add(exchange.getRequestURI().getRawPath());
        }
        int status = clientsStatus;
        json(exchange, status, "application/json", status == 200 ? clients : "{}");
    }

    private void refuse(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        Refusal now = refusal;
        exchange.getResponseHeaders().set("Retry-After", String.valueOf(now.retryAfterSeconds));
        String body =
                "{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                        .formatted(now.title, now.status, now.detail);
        // Before the answer: whoever waits from it on can't be back sooner than it waits.
        offers.add(new Offer(exchange.getRequestURI().getPath(), System.nanoTime()));
        json(exchange, now.status, "application/problem+json", body);
    }

    private static String fileOf(String path) {
        if (path.equals("/")) return "/index.html";
        if (path.startsWith("/publish/")) return "/publish.html";
        return path.startsWith("/play/") ? "/play.html" : path;
    }

    private static void file(HttpExchange exchange, String file) throws IOException {
        try (InputStream in = PagesServer.class.getResourceAsStream("/web" + file)) {
            if (in == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            // As strict as a page can be served: nothing inline, nothing from elsewhere.
            exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'self'");
            send(exchange, 200, typeOf(file), in.readAllBytes());
        }
    }

    private static String typeOf(String file) {
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css";
            case "js" -> "text/javascript";
            case "svg" -> "image/svg+xml";
            default -> "application/octet-stream";
        };
    }

    private static void json(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        send(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
