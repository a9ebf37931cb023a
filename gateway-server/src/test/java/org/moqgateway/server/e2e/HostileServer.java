package org.moqgateway.server.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.moqgateway.core.webrtc.AcceptResult;
import org.moqgateway.core.webrtc.SessionKind;

/// A WHEP server that means harm, one path for each kind.
final class HostileServer implements AutoCloseable {
    private static final int BOMB_SECTIONS = 3_000;
    private static final String SESSION = "/session";

    /// The paths whose sessions were ended.
    final Set<String> ended = ConcurrentHashMap.newKeySet();

    private final RunningGateway honest;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param honest a gateway that plays "cam", whose answers are spoiled
    HostileServer(RunningGateway honest) throws IOException {
        this.honest = honest;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/endless", this::endless);
        http.createContext("/slow", this::slow);
        http.createContext("/bomb", exchange -> answer(exchange, bomb()));
        http.createContext("/loop", exchange -> redirect(exchange, "/loop"));
        http.createContext(
                "/metadata", exchange -> redirect(exchange, "http://169.254.169.254/latest/"));
        http.createContext(
                "/fingerprint",
                exchange -> answer(exchange, spoiled(exchange, HostileServer::fingerprint)));
        http.createContext(
                "/candidates",
                exchange -> answer(exchange, spoiled(exchange, HostileServer::candidates)));
        http.createContext(SESSION, this::session);
        http.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + http.getAddress().getPort() + path;
    }

    private static void created(HttpExchange exchange, long length) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/sdp");
        exchange.getResponseHeaders().set("Location", SESSION + exchange.getRequestURI().getPath());
        exchange.sendResponseHeaders(201, length);
    }

    private void endless(HttpExchange exchange) throws IOException {
        created(exchange, 0);
        byte[] line = "a=x\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write("v=0\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!threads.isShutdown()) {
                body.write(line);
            }
        }
    }

    private void slow(HttpExchange exchange) throws IOException {
        created(exchange, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            while (!threads.isShutdown()) {
                body.write('v');
                body.flush();
                RunningGateway.pause();
            }
        }
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(307, -1);
        exchange.close();
    }

    private static void answer(HttpExchange exchange, String sdp) throws IOException {
        byte[] bytes = sdp.getBytes(StandardCharsets.UTF_8);
        created(exchange, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    private static String bomb() {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
                + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n".repeat(BOMB_SECTIONS);
    }

    private String spoiled(HttpExchange exchange, UnaryOperator<String> how) throws IOException {
        String offer = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!(honest.media().accept(SessionKind.WHEP, "cam", offer)
                instanceof AcceptResult.Accepted accepted)) {
            throw new IOException("the honest gateway refused");
        }
        return how.apply(accepted.answerSdp());
    }

    private static String fingerprint(String answer) {
        return answer.replaceAll(
                "a=fingerprint:sha-256 [0-9A-Fa-f:]+",
                "a=fingerprint:sha-256 " + "AB:".repeat(31) + "AB");
    }

    private static String candidates(String answer) {
        String[] forbidden = {"169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255"};
        StringBuilder lines = new StringBuilder();
        for (String address : forbidden) {
            lines.append("a=candidate:1 1 udp 2130706431 ")
                    .append(address)
                    .append(" 3478 typ host\r\n");
        }
        return answer.replaceAll("a=candidate:[^\r\n]*\r?\n", "")
                .replaceAll("(a=ice-ufrag:)", lines + "$1");
    }

    private void session(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("DELETE")) {
            ended.add(exchange.getRequestURI().getPath().substring(SESSION.length() + 1));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(405, -1);
        }
        exchange.close();
    }

    @Override
    public void close() {
        threads.shutdown();
        http.stop(0);
        threads.close();
    }
}
