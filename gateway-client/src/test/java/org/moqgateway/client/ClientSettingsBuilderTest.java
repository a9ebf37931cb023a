package org.moqgateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.core.ice.IceServer;

class ClientSettingsBuilderTest {
    private static ClientSettingsBuilder of(String url) {
        return new ClientSettingsBuilder("cam0", ClientRole.SUBSCRIBE, URI.create(url), "cam0");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/whep/a, true",
        "http://LOCALHOST/whep/a, true",
        "http://a.localhost/whep/a, true",
        "http://127.0.0.1/whep/a, true",
        "http://127.9.9.9/whep/a, true",
        "'http://[::1]:8080/whep/a', true",
        "'http://[::ffff:127.0.0.1]/whep/a', true",
        "http://camera.example/whep/a, false",
        "http://localhost.example/whep/a, false",
        "http://192.168.0.3/whep/a, false",
        "'http://[fd00::1]/whep/a', false",
        "http://127.0.0.1.example/whep/a, false"
    })
    void allowsLoopbackWhereTheEndpointIs(String url, boolean allowed) {
        assertThat(of(url).build().transport().loopbackAllowed()).isEqualTo(allowed);
    }

    @Test
    void waitsForCandidatesOnlyWhereThereAreServers() {
        assertThat(of("https://a.example/").build().gathering()).isZero();
        assertThat(
                        of("https://a.example/")
                                .servers(List.of(new IceServer("stun:b.example", null, null)))
                                .build()
                                .gathering())
                .isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void takesWhatIsUsualForTheRest() {
        ClientSettings settings = of("https://a.example/").build();
        assertThat(settings.linger()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.endpoint().connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.endpoint().requestTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.once()).isFalse();
        assertThat(settings.enabled()).isTrue();
    }
}
