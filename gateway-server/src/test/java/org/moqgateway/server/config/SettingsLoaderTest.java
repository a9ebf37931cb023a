package org.moqgateway.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.core.webrtc.ConflictPolicy;

class SettingsLoaderTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void hasADefaultForEverything() throws Exception {
        GatewaySettings settings = load(Map.of(), Map.of());

        assertThat(settings.listen()).isEqualTo(new HostPort("localhost", 8088));
        assertThat(settings.udpBind()).isEqualTo(new HostPort("localhost", 8088));
        assertThat(settings.publicAddresses()).isEmpty();
        assertThat(settings.broadcast()).isNull();
        assertThat(settings.onConflict()).isEqualTo(ConflictPolicy.REPLACE);
        assertThat(settings.maxSessions()).isEqualTo(1000);
        assertThat(settings.peerTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.mediaThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.corsOrigins()).containsExactly("*");
        assertThat(settings.logFormat()).isEqualTo(LogFormat.TEXT);
        assertThat(settings.logLevel()).isEqualTo(LogLevel.INFO);
    }

    @Test
    void takesTheMediaAddressFromTheHttpAddress() throws Exception {
        GatewaySettings settings = load(Map.of(Setting.LISTEN, List.of("[::]:9000")), Map.of());

        assertThat(settings.udpBind()).isEqualTo(new HostPort("::", 9000));
    }

    @Test
    void letsAFlagWinOverTheEnvironmentOverTheFileOverTheDefault() throws Exception {
        String file = file("max-sessions: 1\nmedia-threads: 1\npeer-timeout: 1s\n");

        GatewaySettings settings =
                load(
                        Map.of(Setting.CONFIG, List.of(file), Setting.MAX_SESSIONS, List.of("3")),
                        Map.of("MOQ_GATEWAY_MAX_SESSIONS", "2", "MOQ_GATEWAY_MEDIA_THREADS", "2"));

        assertThat(settings.maxSessions()).isEqualTo(3);
        assertThat(settings.mediaThreads()).isEqualTo(2);
        assertThat(settings.peerTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.connections().maxConnections()).isEqualTo(4096);
    }

    @Test
    void readsTheFileThatTheEnvironmentNames() throws Exception {
        String file = file("listen: 127.0.0.1:1234\n");

        assertThat(load(Map.of(), Map.of("MOQ_GATEWAY_CONFIG", file)).listen())
                .isEqualTo(new HostPort("127.0.0.1", 1234));
    }

    @Test
    void readsEveryKeyFromTheFile() throws Exception {
        String file =
                file(
                        """
                        listen: "[::]:8000"
                        udp-bind: 0.0.0.0:8001
                        public-addr: [203.0.113.7, "2001:db8::7"]
                        broadcast: live/cam0
                        on-conflict: reject
                        max-sessions: 7
                        peer-timeout: 2m
                        media-threads: 3
                        ice-server:
                          - stun:stun.example.net
                          - url: turn:turn.example.net?transport=udp
                            username: user
                            credential: "a,b=c"
                        cors-origin: https://Example.net
                        max-connections: 10
                        max-connections-per-address: 5
                        max-requests-per-second: 6
                        log-format: json
                        log-level: debug
                        """);

        GatewaySettings settings = load(Map.of(Setting.CONFIG, List.of(file)), Map.of());

        assertThat(settings)
                .isEqualTo(
                        new GatewaySettings(
                                new HostPort("::", 8000),
                                new HostPort("0.0.0.0", 8001),
                                List.of(
                                        InetAddress.ofLiteral("203.0.113.7"),
                                        InetAddress.ofLiteral("2001:db8::7")),
                                "live/cam0",
                                ConflictPolicy.REJECT,
                                7,
                                Duration.ofMinutes(2),
                                3,
                                List.of(
                                        new IceServer("stun:stun.example.net", null, null),
                                        new IceServer(
                                                "turn:turn.example.net?transport=udp",
                                                "user",
                                                "a,b=c")),
                                List.of("https://example.net"),
                                new GatewaySettings.ConnectionSettings(10, 5, 6),
                                LogFormat.JSON,
                                LogLevel.DEBUG));
    }

    @Test
    void readsSeveralValuesFromFlagsAndFromWords() throws Exception {
        GatewaySettings settings =
                load(
                        Map.of(
                                Setting.ICE_SERVER,
                                List.of(
                                        "stun:a.example",
                                        "turns:b.example:443,username=u,credential=c")),
                        Map.of("MOQ_GATEWAY_PUBLIC_ADDR", " 203.0.113.7  203.0.113.8 "));

        assertThat(settings.iceServers())
                .containsExactly(
                        new IceServer("stun:a.example", null, null),
                        new IceServer("turns:b.example:443", "u", "c"));
        assertThat(settings.publicAddresses()).hasSize(2);
    }

    @Test
    void takesAnEmptyVariableAsNotSet() throws Exception {
        assertThat(load(Map.of(), Map.of("MOQ_GATEWAY_LISTEN", "")).listen().port())
                .isEqualTo(8088);
    }

    @Test
    void takesAnEmptyFileAsNoSettings() throws Exception {
        String file = file("# nothing yet\n");

        assertThat(load(Map.of(Setting.CONFIG, List.of(file)), Map.of()).listen().port())
                .isEqualTo(8088);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    LISTEN; 8088; HOST:PORT
                    LISTEN; localhost; HOST:PORT
                    LISTEN; :8088; HOST:PORT
                    LISTEN; ::1:8088; HOST:PORT
                    LISTEN; localhost:65536; port from 0 to 65535
                    LISTEN; http://localhost:8088; HOST:PORT
                    UDP_BIND; [::]; HOST:PORT
                    PUBLIC_ADDR; 203.0.113.7:8088; without a port
                    PUBLIC_ADDR; example.net; an IP address
                    PUBLIC_ADDR; 203.0.113.999; an IP address
                    BROADCAST; /live; a name such as live
                    BROADCAST; a/../b; a name such as live
                    ON_CONFLICT; REPLACE; replace or reject
                    ON_CONFLICT; fail; replace or reject
                    MAX_SESSIONS; 0; a whole number from 1
                    MAX_SESSIONS; -1; a whole number from 1
                    MAX_SESSIONS; many; a whole number from 1
                    MAX_SESSIONS; 99999999999; a whole number from 1
                    PEER_TIMEOUT; 30; a duration such as
                    PEER_TIMEOUT; 0s; a duration such as
                    MEDIA_THREADS; 257; from 1 to 256
                    ICE_SERVER; stun.example.net; a stun:
                    ICE_SERVER; https://example.net; a stun:
                    ICE_SERVER; turn:a.example,user=x; username and credential
                    CORS_ORIGIN; example.net; an origin such as
                    CORS_ORIGIN; https://example.net/; without a path
                    LOG_FORMAT; xml; text or json
                    LOG_LEVEL; verbose; error, warn, info
                    MAX_CONNECTIONS; 1.5; a whole number
                    """)
    void namesKeyValueSourceAndWhatWouldBeRight(Setting setting, String value, String right) {
        assertThatThrownBy(() -> load(Map.of(setting, List.of(value)), Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(setting.key())
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining("from " + setting.flag())
                .hasMessageContaining(right);
        assertThatThrownBy(() -> load(Map.of(), Map.of(setting.environmentVariable(), value)))
                .hasMessageContaining("from " + setting.environmentVariable());
    }

    @Test
    void namesTheFileOfABadValue() throws IOException {
        String file = file("max-sessions: lots\n");

        assertThatThrownBy(() -> load(Map.of(Setting.CONFIG, List.of(file)), Map.of()))
                .hasMessageContaining("max-sessions in " + file)
                .hasMessageContaining("\"lots\"");
    }

    @Test
    void stopsAtAnUnknownKeyAndSuggestsTheNearest() throws IOException {
        String file = file("lisen: localhost:1\n");

        assertThatThrownBy(() -> load(Map.of(Setting.CONFIG, List.of(file)), Map.of()))
                .hasMessageContaining("\"lisen\"")
                .hasMessageContaining(file)
                .hasMessageContaining("Did you mean listen?");
    }

    @Test
    void listsTheKeysWhenNoneIsNear() throws IOException {
        String file = file("frobnicate: 1\n");

        assertThatThrownBy(() -> load(Map.of(Setting.CONFIG, List.of(file)), Map.of()))
                .hasMessageContaining("Known: listen, udp-bind");
    }

    @Test
    void stopsAtAnUnknownVariableOfOurs() {
        assertThatThrownBy(() -> load(Map.of(), Map.of("MOQ_GATEWAY_UPD_BIND", "x", "OTHER", "y")))
                .hasMessageContaining("MOQ_GATEWAY_UPD_BIND")
                .hasMessageContaining("Did you mean MOQ_GATEWAY_UDP_BIND?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    'listen: [unclosed'; is not valid YAML
                    '- a list'; must be a mapping
                    'just text'; must be a mapping
                    'listen:'; bad value for listen
                    'listen: {a: b}'; bad value for listen
                    'listen: [a, b]'; bad value for listen
                    'config: other.yaml'; unknown setting
                    """)
    void refusesAFileOfAnotherShape(String content, String says) throws IOException {
        String file = file(content + "\n");

        assertThatThrownBy(() -> load(Map.of(Setting.CONFIG, List.of(file)), Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(says);
    }

    @Test
    void refusesAKeyThatStandsTwice() throws IOException {
        String file = file("max-sessions: 1\nmax-sessions: 2\n");

        assertThatThrownBy(() -> load(Map.of(Setting.CONFIG, List.of(file)), Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("max-sessions");
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> load(Map.of(Setting.CONFIG, List.of("/no/such.yaml")), Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("/no/such.yaml")
                .hasMessageContaining("--config");
    }

    @Test
    void refusesAnyOriginTogetherWithOthers() {
        assertThatThrownBy(
                        () ->
                                load(
                                        Map.of(
                                                Setting.CORS_ORIGIN,
                                                List.of("*", "https://a.example")),
                                        Map.of()))
                .hasMessageContaining("cors-origin")
                .hasMessageContaining("* alone");
    }

    private static GatewaySettings load(
            Map<Setting, List<String>> flags, Map<String, String> environment)
            throws SettingException {
        return SettingsLoader.load(flags.isEmpty() ? Map.of() : new EnumMap<>(flags), environment);
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("gateway.yaml"), content).toString();
    }
}
