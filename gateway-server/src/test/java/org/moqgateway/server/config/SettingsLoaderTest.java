package org.moqgateway.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.core.egress.BFrames;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.ingest.IngestContainer;
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
        assertThat(settings.bFrames()).isEqualTo(BFrames.DROP);
        assertThat(settings.container()).isEqualTo(IngestContainer.LEGACY);
        assertThat(settings.maxSessions()).isEqualTo(1000);
        assertThat(settings.peerTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.mediaThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.corsOrigins()).isEmpty();
        assertThat(settings.logFormat()).isEqualTo(LogFormat.TEXT);
        assertThat(settings.logLevel()).isEqualTo(LogLevel.INFO);
    }

    @Test
    void takesTheMediaAddressFromTheHttpAddress() throws Exception {
        GatewaySettings settings =
                load(
                        Map.of(
                                Setting.LISTEN, List.of("[::]:9000"),
                                Setting.PUBLIC, List.of("true")),
                        Map.of());

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
        Path pem = Files.writeString(folder.resolve("some.pem"), "not looked at here");
        String file =
                file(
                        """
                        listen: "[::]:8000"
                        udp-bind: 0.0.0.0:8001
                        public-addr: [203.0.113.7, "2001:db8::7"]
                        broadcast: live/cam0
                        on-conflict: reject
                        bframes: refuse
                        container: loc
                        roles: whep
                        admin-token: the-admin-token
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
                        tls-cert: %1$s
                        tls-key: %1$s
                        quic: kwik
                        quic-bind: 0.0.0.0:8002
                        qmux-bind: 0.0.0.0:8003
                        relay: https://relay.example.net/anon?jwt=a.b.c
                        cluster-connect: ["https://one.example/", "https://two.example/?cost=9"]
                        cluster-node: https://three.example:8088/
                        cluster-token: %1$s
                        cluster-id: 77
                        client-tls-root: %1$s
                        auth-key: %1$s
                        auth-public: anon/
                        auth-public-publish: [cams]
                        auth-public-subscribe: ["/"]
                        public: true
                        linger: 0s
                        cache: 512MiB
                        moq-versions: [moq-lite-06-wip, moq-lite-05]
                        log-format: json
                        log-level: debug
                        """
                                .formatted(pem));

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
                                BFrames.REFUSE,
                                IngestContainer.LOC,
                                Set.of(ServerRole.WHEP),
                                new ClientsSettings(
                                        List.of(), null, AdminToken.of("the-admin-token")),
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
                                new TlsSettings(pem, pem),
                                new AccessSettings(
                                        pem,
                                        null,
                                        List.of("anon", "cams"),
                                        List.of("anon", ""),
                                        true),
                                new RelaySettings(
                                        QuicStack.KWIK,
                                        new HostPort("0.0.0.0", 8002),
                                        new HostPort("0.0.0.0", 8003),
                                        new RelaySettings.LinkSettings(
                                                URI.create(
                                                        "https://relay.example.net/anon?jwt=a.b.c"),
                                                List.of(
                                                        URI.create("https://one.example/"),
                                                        URI.create("https://two.example/?cost=9")),
                                                URI.create("https://three.example:8088/"),
                                                pem,
                                                77,
                                                List.of(pem),
                                                List.of()),
                                        Duration.ZERO,
                                        new CacheSize(512L << 20, 0),
                                        List.of("moq-lite-06-wip", "moq-lite-05")),
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
                    BFRAMES; keep; drop, refuse or pass
                    CONTAINER; cmaf; legacy or loc
                    ROLES; whap; whip or whep
                    CLIENTS; https://camera.example/whep/cam0; subscribe=URL or publish=URL
                    ADMIN_TOKEN; seven77; 8 to 8192 visible ASCII
                    ADMIN_TOKEN; two words; 8 to 8192 visible ASCII
                    ADMIN_TOKEN_FILE; /no/such.token; the path of a file
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
                    TLS_CERT; /no/such.pem; the path of a PEM file
                    TLS_KEY; /no/such.pem; the path of a PEM file
                    QUIC; quiche; auto, netty or kwik
                    QUIC_BIND; 8088; HOST:PORT
                    QMUX_BIND; localhost; HOST:PORT
                    RELAY; relay.example.net; a URL such as
                    RELAY; ftp://relay.example.net/; a URL such as
                    RELAY; tcp://relay.example.net/; tcp:// needs a port
                    RELAY; https://relay.example.net:99999/; a URL such as
                    RELAY; https://relay.example.net:0/; a URL such as
                    CLUSTER_CONNECT; https://relay.example.net/?cost=dear; a whole number from 1
                    CLUSTER_CONNECT; https://relay.example.net/?cost=-1; a whole number from 1
                    RELAY; https://user@relay.example.net/; a URL such as
                    CLUSTER_CONNECT; https:///path; a URL such as
                    CLUSTER_NODE; moqt://a.example; a URL such as
                    CLUSTER_TOKEN; /no/such.jwt; the path of a file
                    CLUSTER_ID; 0; a whole number from 1
                    CLUSTER_ID; 9007199254740992; a whole number from 1
                    CLIENT_TLS_ROOT; /no/such.pem; the path of a PEM file
                    CLIENT_TLS_FINGERPRINT; abc; 64 hexadecimal digits
                    AUTH_KEY; /no/such.jwk; the path of a file
                    AUTH_KEY_DIR; /no/such; the path of a folder
                    AUTH_KEY_DIR; https://; an http or https URL
                    AUTH_PUBLIC; a//b; or / for all
                    AUTH_PUBLIC_PUBLISH; a/../b; or / for all
                    AUTH_PUBLIC_SUBSCRIBE; .; or / for all
                    PUBLIC; yes; true or false
                    LINGER; 5; a duration such as
                    CACHE; 0; a size such as
                    CACHE; 91%; from 1% to 90%
                    CACHE; 5TB; a size such as
                    MOQ_VERSIONS; moq-lite-02; moq-lite-03, moq-lite-04
                    """)
    void namesKeyValueSourceAndWhatWouldBeRight(Setting setting, String value, String right) {
        assertThatThrownBy(() -> load(Map.of(setting, List.of(value)), Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(setting.key())
                .hasMessageContaining("\"" + Secrets.cut(setting, value) + "\"")
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    RELAY           | relay.example/anon?jwt=SECRET           | relay.example/anon…
                    RELAY           | htps://relay.example/?x=1&jwt=SECRET    | htps://relay.example/…
                    RELAY           | https://user:SECRET@relay.example/      | https://…
                    RELAY           | https://user:a,SECRET@relay.example/    | https://…
                    RELAY           | https://relay.example/anon jwt=SECRET   | https://relay.example/anon…
                    RELAY           | https://relay.example/#SECRET           | https://relay.example/…
                    RELAY           | eyJhbGciOiJIUzI1NiJ9.SECRET.SECRET      | …
                    CLUSTER_CONNECT | htps://node.example/?jwt=SECRET         | htps://node.example/…
                    CLUSTER_NODE    | https:/node.example/?jwt=SECRET         | https:/node.example/…
                    AUTH_KEY_DIR    | https://u:SECRET@keys.example/          | https://…
                    ADMIN_TOKEN_FILE | eyJhbGciOiJIUzI1NiJ9.SECRET.SECRET     | …
                    AUTH_KEY        | eyJhbGciOiJIUzI1NiJ9.SECRET.SECRET      | …
                    ICE_SERVER      | turns:turn.example,credential=SECRET,x  | turns:turn.example…
                    ICE_SERVER      | turn.example,username=u,credential=SECRET | turn.example…
                    ICE_SERVER      | credential=SECRET                       | credential…
                    ICE_SERVER      | turn:u:SECRET@turn.example,ttl=1        | turn:…
                    """)
    void tellsNoSecretOfABadValue(Setting setting, String text, String shown) {
        assertThatThrownBy(() -> load(Map.of(setting, List.of(text)), Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(setting.key() + ": \"" + shown + "\" (from")
                .hasMessageNotContaining("SECRET");
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

    @ParameterizedTest
    @CsvSource({
        "TLS_CERT, TLS_KEY",
        "TLS_KEY, TLS_CERT",
    })
    void asksForTheOtherHalfOfACertificateAndItsKey(Setting given, Setting missing)
            throws IOException {
        String pem = file("x");

        assertThatThrownBy(() -> load(Map.of(given, List.of(pem)), Map.of()))
                .hasMessageContaining(given.key())
                .hasMessageContaining("from " + given.flag())
                .hasMessageContaining("give " + missing.flag() + " FILE too");
    }

    @Test
    void refusesOneKeyTogetherWithAFolderOfKeys() throws IOException {
        String key = file("x");

        assertThatThrownBy(
                        () ->
                                load(
                                        Map.of(
                                                Setting.AUTH_KEY,
                                                List.of(key),
                                                Setting.AUTH_KEY_DIR,
                                                List.of(folder.toString())),
                                        Map.of()))
                .hasMessageContaining("auth-key ")
                .hasMessageContaining("auth-key-dir")
                .hasMessageContaining("exclude each other");
    }

    @Test
    void letsAKeyOfAFlagWinOverAFolderOfKeysOfTheFile() throws Exception {
        String key = file("x");
        String settings =
                Files.writeString(folder.resolve("keys.yaml"), "auth-key-dir: " + folder + "\n")
                        .toString();

        AccessSettings access =
                load(
                                Map.of(
                                        Setting.AUTH_KEY, List.of(key),
                                        Setting.CONFIG, List.of(settings)),
                                Map.of())
                        .access();

        assertThat(access.key()).isEqualTo(Path.of(key));
        assertThat(access.keyDirectory()).isNull();
    }

    @Test
    void takesAnEmptyListOfVersionsAsNotSet() throws Exception {
        String file = file("moq-versions: []\n");

        assertThat(load(Map.of(Setting.CONFIG, List.of(file)), Map.of()).relay().versions())
                .hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"LISTEN", "UDP_BIND", "QUIC_BIND", "QMUX_BIND"})
    void staysOnThisMachineUnlessSomethingSaysWhoMayDoWhat(Setting address) throws Exception {
        Map<Setting, List<String>> exposed = Map.of(address, List.of("0.0.0.0:9000"));
        Map<Setting, List<String>> loopback = Map.of(address, List.of("127.0.0.1:9000"));

        assertThatThrownBy(() -> load(exposed, Map.of()))
                .hasMessageContaining(address.key() + " 0.0.0.0:9000")
                .hasMessageContaining("--auth-key")
                .hasMessageContaining("--auth-public")
                .hasMessageContaining("--public");
        assertThat(load(loopback, Map.of()).access().restricted()).isFalse();
        assertThat(load(exposed, Map.of("MOQ_GATEWAY_PUBLIC", "true")).access().open()).isTrue();
        assertThat(load(exposed, Map.of("MOQ_GATEWAY_AUTH_PUBLIC", "anon")).access().restricted())
                .isTrue();
        assertThat(load(exposed, Map.of("MOQ_GATEWAY_AUTH_KEY", file("x"))).access().restricted())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "512MiB, 536870912",
        "2GB, 2000000000",
        "3 , 3",
        "1gib, 1073741824",
        "25%, 250",
        "90%, 900",
    })
    void readsASizeOrAShare(String text, long bytesOfAThousand) throws Exception {
        assertThat(load(Map.of(Setting.CACHE, List.of(text)), Map.of()).relay().cache().of(1000))
                .isEqualTo(bytesOfAThousand);
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
