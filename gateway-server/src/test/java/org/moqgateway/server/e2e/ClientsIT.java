package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moqgateway.server.config.Setting;

/// A client of the settings, by the gateway's own HTTP side.
@Timeout(120)
class ClientsIT {
    private static final String ONE = "/api/clients/cam0-subscribe";

    @Test
    void triesAgainCountsItAndRestsWhileItIsStopped() throws Exception {
        AtomicInteger offers = new AtomicInteger();
        HttpServer busy = busy(offers);
        String client =
                "subscribe=http://localhost:"
                        + busy.getAddress().getPort()
                        + "/whep/cam0?key=SECRET,broadcast=cam0,token=SECRET";
        try (RunningGateway gateway =
                new RunningGateway(Map.of(Setting.CLIENTS, List.of(client)))) {
            while (offers.get() < 3) {
                RunningGateway.pause();
            }
            assertThat(metric(gateway, "moq_gateway_clients_reconnects_total{role=\"subscribe\""))
                    .as("a try is none")
                    .isZero();
            assertThat(gateway.get(ONE)).contains("503").doesNotContain("SECRET");

            assertThat(post(gateway, ONE + "/stop")).isEqualTo("stopped");
            assertThat(metric(gateway, "moq_gateway_clients{role=\"subscribe\",state=\"stopped\""))
                    .isEqualTo(1);
            int before = offers.get();
            assertThat(post(gateway, ONE + "/start")).isNotEqualTo("stopped");
            while (offers.get() == before) {
                RunningGateway.pause();
            }
        } finally {
            busy.stop(0);
        }
    }

    @Test
    void namesTheTokenFileThatIsGoneAndNoException(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "SECRET");
        String client =
                "subscribe=http://localhost:9/whep/cam0,broadcast=cam0,enabled=false,token-file="
                        + token;
        try (RunningGateway gateway =
                new RunningGateway(Map.of(Setting.CLIENTS, List.of(client)))) {
            Files.delete(token);
            assertThat(post(gateway, ONE + "/start")).isNotEqualTo("stopped");
            while (lastError(gateway).isEmpty()) {
                RunningGateway.pause();
            }

            assertThat(lastError(gateway))
                    .contains("the token file " + token + " can't be read")
                    .doesNotContain("java.", "Exception:");
        }
    }

    private static String lastError(RunningGateway gateway) throws Exception {
        return new ObjectMapper().readTree(gateway.get(ONE)).get("lastError").asText("");
    }

    private static HttpServer busy(AtomicInteger offers) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    offers.incrementAndGet();
                    exchange.sendResponseHeaders(503, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static double metric(RunningGateway gateway, String name) {
        return gateway.get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name) && line.contains("subscribe"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private static String post(RunningGateway gateway, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(gateway.url() + path))
                            .POST(BodyPublishers.noBody())
                            .build();
            String body = http.send(request, BodyHandlers.ofString()).body();
            return new ObjectMapper().readTree(body).get("state").asText();
        }
    }
}
