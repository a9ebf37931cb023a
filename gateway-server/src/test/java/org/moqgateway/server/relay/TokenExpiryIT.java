package org.moqgateway.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.moq.token.KeyFiles;
import org.moqgateway.moq.token.TokenAlgorithm;
import org.moqgateway.moq.token.TokenClaims;
import org.moqgateway.moq.token.TokenKey;
import org.moqgateway.server.config.Setting;

/// What a token opens ends with it.
@Timeout(60)
class TokenExpiryIT {
    private static final int LIFE_SECONDS = 5;

    @TempDir private Path folder = Path.of("");

    @Test
    void endsALiveSessionAndLetsNoneInAgain() throws Exception {
        TokenKey key = TokenKey.generate(TokenAlgorithm.HS256);
        Path file = folder.resolve("key.jwk");
        KeyFiles.write(file, key, false);
        try (RelayNode relay =
                RelayNode.start(Map.of(Setting.AUTH_KEY, List.of(file.toString())))) {
            // Only now: its life is for the client.
            Instant expiry =
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(LIFE_SECONDS);
            String token =
                    key.sign(new TokenClaims("live", List.of(""), List.of(""), expiry, null));
            try (RelayNode client =
                            RelayNode.start(
                                    Map.of(
                                            Setting.CLUSTER_CONNECT,
                                            List.of(relay.url() + "live?jwt=" + token)));
                    Ticker clock = new Ticker(client.origin(), "clock")) {
                client.awaitLink(LinkStatus.State.UP);
                relay.awaitAnnounced("live/clock");

                RelayNode.await(
                        () -> client.link().state() != LinkStatus.State.UP, "the session ended");
                assertThat(Instant.now()).isAfterOrEqualTo(expiry);
                RelayNode.await(
                        () -> client.link().lastFailure().orElse("").contains("401"),
                        "the next dial refused");
                assertThat(client.link().sessions()).isEqualTo(1);
                assertThat(clock).isNotNull();
            }
        }
    }
}
