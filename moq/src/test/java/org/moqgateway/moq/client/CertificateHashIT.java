package org.moqgateway.moq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.transport.DialRefusedException;
import org.moqgateway.moq.transport.tls.TlsTrust;

class CertificateHashIT {
    private static final String HASH = "ab".repeat(32);

    private static TlsTrust.Pinned fetch(int status, String body) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/certificate.sha256",
                exchange -> {
                    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        try {
            return CertificateHash.fetch(
                    URI.create("http://localhost:" + server.getAddress().getPort() + "/anon"),
                    Duration.ofSeconds(10));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void pinsWhatTheServerSays() throws Exception {
        assertThat(fetch(200, HASH + "\n").sha256()).isEqualTo(List.of(HASH));
        assertThat(fetch(200, HASH.toUpperCase(Locale.ROOT)).sha256()).isEqualTo(List.of(HASH));
    }

    @Test
    void believesNothingElse() {
        for (String body : List.of("", "abc", "<html>", HASH + HASH, HASH + "\n" + HASH)) {
            assertThatThrownBy(() -> fetch(200, body))
                    .as(body)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("fingerprint");
        }
        assertThatThrownBy(() -> fetch(404, HASH)).isInstanceOf(DialRefusedException.class);
        assertThatThrownBy(() -> fetch(302, HASH)).isInstanceOf(DialRefusedException.class);
    }
}
