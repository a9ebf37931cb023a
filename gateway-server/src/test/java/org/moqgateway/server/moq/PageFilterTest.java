package org.moqgateway.server.moq;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.server.config.WebOrigins;

class PageFilterTest {
    private final List<IncomingSession> passed = new ArrayList<>();

    /// A CONNECT of WebTransport.
    private static final class Knocking implements IncomingSession {
        private final @Nullable String origin;
        private int rejected;

        Knocking(@Nullable String origin) {
            this.origin = origin;
        }

        @Override
        public TransportKind kind() {
            return TransportKind.WEBTRANSPORT;
        }

        @Override
        public String target() {
            return "/";
        }

        @Override
        public String host() {
            return "gw.example";
        }

        @Override
        public @Nullable String origin() {
            return origin;
        }

        @Override
        public List<String> protocols() {
            return List.of("moq-lite-05");
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }

        @Override
        public Connection accept(String protocol) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reject(int httpStatus, long code, String reason) {
            rejected = httpStatus;
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, 0",
                "https://player.example, 0",
                "https://gw.example:8088, 0",
                "http://localhost:8088, 403",
                "https://evil.example, 403",
                "null, 403",
            })
    void turnsPagesAwayThatMayNotUseTheGateway(@Nullable String origin, int rejected) {
        Knocking session = new Knocking(origin);

        new PageFilter(
                        new WebOrigins(List.of("https://player.example"), false, "0.0.0.0"),
                        passed::add)
                .incoming(session);

        assertThat(session.rejected).isEqualTo(rejected);
        assertThat(passed).hasSize(rejected == 0 ? 1 : 0);
    }
}
