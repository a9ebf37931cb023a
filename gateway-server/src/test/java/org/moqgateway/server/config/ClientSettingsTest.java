package org.moqgateway.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.client.ClientRole;
import org.moqgateway.client.ClientSettings;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.transport.IceTransportSettings;
import org.moqgateway.moq.transport.tls.SelfSigned;

class ClientSettingsTest {
    private static final String URL = "https://camera.example/whep/cam0";

    @TempDir private Path folder = Path.of("");

    @Test
    void hasADefaultForEverythingButUrlAndBroadcast() throws Exception {
        ClientSettings client =
                only(fromFile("clients: [{subscribe: '%s', broadcast: cam0}]", URL));

        assertThat(client.name()).isEqualTo("cam0-subscribe");
        assertThat(client.role()).isEqualTo(ClientRole.SUBSCRIBE);
        assertThat(client.endpoint().url()).isEqualTo(URI.create(URL));
        assertThat(client.endpoint().token()).isEmpty();
        assertThat(client.endpoint().roots()).isEmpty();
        assertThat(client.endpoint().connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(client.endpoint().requestTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(client.broadcast()).isEqualTo("cam0");
        assertThat(client.renditions()).isEqualTo(RenditionChoice.ANY);
        assertThat(client.transport()).isEqualTo(new IceTransportSettings(List.of(), false, false));
        assertThat(client.linger()).isEqualTo(Duration.ofSeconds(10));
        assertThat(client.once()).isFalse();
        assertThat(client.enabled()).isTrue();
    }

    @Test
    void readsEveryKeyOfAnEntry() throws Exception {
        Path ca = folder.resolve("ca.pem");
        Files.writeString(ca, pem());
        Path token = Files.writeString(folder.resolve("token"), " file-token\n");

        List<ClientSettings> clients =
                fromFile(
                                """
                                clients:
                                  - name: pushed
                                    publish: https://live.example/whip?app=live
                                    broadcast: show/main
                                    token-file: %s
                                    ca: %s
                                    ice-server:
                                      - stun:stun.example.net
                                      - url: turn:turn.example.net?transport=tcp
                                        username: user
                                        credential: "a,b=c"
                                    relay-only: true
                                    video-name: ""
                                    max-height: 720
                                    audio-name: 0.opus
                                    linger: 0s
                                    once: true
                                    enabled: false
                                    connect-timeout: 500ms
                                    request-timeout: 1m
                                  - subscribe: http://[::1]:8889/cam1/whep
                                    broadcast: cam1
                                    token: 12345
                                    ice-server: turn:turn.example.net,username=u,credential=c
                                """,
                                token, ca)
                        .list();

        ClientSettings pushed = clients.getFirst();
        assertThat(pushed.name()).isEqualTo("pushed");
        assertThat(pushed.role()).isEqualTo(ClientRole.PUBLISH);
        assertThat(pushed.endpoint().url().toString())
                .isEqualTo("https://live.example/whip?app=live");
        assertThat(pushed.endpoint()).hasToString("https://live.example/whip");
        assertThat(pushed.endpoint().token().orElseThrow().token()).isEqualTo("file-token");
        assertThat(pushed.endpoint().roots()).hasSize(1);
        assertThat(pushed.endpoint().connectTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(pushed.endpoint().requestTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(pushed.broadcast()).isEqualTo("show/main");
        assertThat(pushed.transport())
                .isEqualTo(
                        new IceTransportSettings(
                                List.of(
                                        new IceServer("stun:stun.example.net", null, null),
                                        new IceServer(
                                                "turn:turn.example.net?transport=tcp",
                                                "user",
                                                "a,b=c")),
                                true,
                                false));
        assertThat(pushed.renditions())
                .isEqualTo(
                        new RenditionChoice(
                                Optional.of(""), OptionalInt.of(720), Optional.of("0.opus")));
        assertThat(pushed.linger()).isZero();
        assertThat(pushed.once()).isTrue();
        assertThat(pushed.enabled()).isFalse();
        ClientSettings pulled = clients.getLast();
        assertThat(pulled.endpoint().token().orElseThrow().token()).isEqualTo("12345");
        assertThat(pulled.transport())
                .isEqualTo(
                        new IceTransportSettings(
                                List.of(new IceServer("turn:turn.example.net", "u", "c")),
                                false,
                                true));
    }

    @Test
    void readsATokenFileAnewEachTime() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "first");
        ClientSettings client =
                only(
                        fromFile(
                                "clients: [{subscribe: '%s', broadcast: a, token-file: %s}]",
                                URL, token));

        Files.writeString(token, "second\n");
        assertThat(client.endpoint().token().orElseThrow().token()).isEqualTo("second");
        Files.writeString(token, "two words");
        assertThatThrownBy(() -> client.endpoint().token().orElseThrow().token())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(token.toString())
                .hasMessageNotContaining("two words");
        Files.delete(token);
        assertThatThrownBy(() -> client.endpoint().token().orElseThrow().token())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(token.toString());
    }

    @Test
    void readsClientsFromWords() throws Exception {
        ClientsSettings clients =
                SettingsLoader.load(
                                Map.of(),
                                Map.of(
                                        "MOQ_GATEWAY_CLIENTS",
                                        "subscribe="
                                                + URL
                                                + "?a=1,2&b=3,broadcast=cam0,token=a,b,once=true "
                                                + "publish=http://x/whip,broadcast=show,"
                                                + "ice-server=turn:t.example,username=u,"
                                                + "credential=c,ice-server=stun:s.example"))
                        .clients();

        ClientSettings pulled = clients.list().getFirst();
        assertThat(pulled.endpoint().url()).hasQuery("a=1,2&b=3");
        assertThat(pulled.endpoint().token().orElseThrow().token()).isEqualTo("a,b");
        assertThat(pulled.once()).isTrue();
        assertThat(clients.list().getLast().transport().servers())
                .containsExactly(
                        new IceServer("turn:t.example", "u", "c"),
                        new IceServer("stun:s.example", null, null));
        assertThat(clients.command()).isNull();
    }

    @ParameterizedTest
    @EnumSource(ClientRole.class)
    void putsTheClientOfTheCommandLineBesideThoseOfTheFile(ClientRole role) throws Exception {
        String file = file("clients: [{subscribe: '" + URL + "', broadcast: cam0}]\n");
        ClientCommand command =
                new ClientCommand(
                        role,
                        Map.of(
                                ClientSetting.URL, List.of("http://live.example/x"),
                                ClientSetting.BROADCAST, List.of("show")));

        ClientsSettings clients =
                SettingsLoader.load(
                                Map.of(Setting.CONFIG, List.of(file)),
                                command,
                                Map.of(
                                        "MOQ_GATEWAY_CLIENT_BROADCAST", "of-the-environment",
                                        "MOQ_GATEWAY_CLIENT_TOKEN", "secret",
                                        "MOQ_GATEWAY_CLIENT_LINGER", " ",
                                        "MOQ_GATEWAY_CLIENT_ICE_SERVER",
                                                "stun:a.example  stun:b.example"))
                        .clients();

        assertThat(clients.list()).hasSize(2);
        ClientSettings client = clients.list().getLast();
        assertThat(client.name())
                .isEqualTo(role == ClientRole.SUBSCRIBE ? "show-subscribe" : "show-publish")
                .isEqualTo(clients.command());
        assertThat(client.role()).isEqualTo(role);
        assertThat(client.broadcast()).isEqualTo("show");
        assertThat(client.endpoint().token().orElseThrow().token()).isEqualTo("secret");
        assertThat(client.linger()).isEqualTo(Duration.ofSeconds(10));
        assertThat(client.transport().servers()).hasSize(2);
    }

    @Test
    void takesATokenOfAFlagAloneWhateverTheEnvironmentGives() throws Exception {
        String file = Files.writeString(folder.resolve("token"), "of-the-file").toString();
        Map<ClientSetting, List<String>> needed =
                Map.of(
                        ClientSetting.URL, List.of(URL),
                        ClientSetting.BROADCAST, List.of("cam0"));
        Map<ClientSetting, List<String>> withFile = new EnumMap<>(needed);
        withFile.put(ClientSetting.TOKEN_FILE, List.of(file));
        Map<ClientSetting, List<String>> withToken = new EnumMap<>(needed);
        withToken.put(ClientSetting.TOKEN, List.of("of-the-flag"));
        Map<String, String> token = Map.of("MOQ_GATEWAY_CLIENT_TOKEN", "of-the-environment");
        Map<String, String> both =
                Map.of("MOQ_GATEWAY_CLIENT_TOKEN", "SECRET", "MOQ_GATEWAY_CLIENT_TOKEN_FILE", file);

        assertThat(token(withFile, token)).isEqualTo("of-the-file");
        assertThat(token(withToken, Map.of("MOQ_GATEWAY_CLIENT_TOKEN_FILE", file)))
                .isEqualTo("of-the-flag");
        assertThat(token(withToken, both)).isEqualTo("of-the-flag");
        assertThat(token(needed, token)).isEqualTo("of-the-environment");
        assertThatThrownBy(() -> token(needed, both))
                .hasMessageContaining("token (from MOQ_GATEWAY_CLIENT_TOKEN)")
                .hasMessageContaining("token-file (from MOQ_GATEWAY_CLIENT_TOKEN_FILE)")
                .hasMessageNotContaining("SECRET");
    }

    private static String token(
            Map<ClientSetting, List<String>> flags, Map<String, String> environment)
            throws Exception {
        ClientCommand command = new ClientCommand(ClientRole.SUBSCRIBE, flags);
        return SettingsLoader.load(Map.of(), command, environment)
                .clients()
                .list()
                .getLast()
                .endpoint()
                .token()
                .orElseThrow()
                .token();
    }

    @Test
    void letsClientsOfBothRolesShareAnEnvironment() throws Exception {
        Map<String, String> shared =
                Map.of(
                        "MOQ_GATEWAY_CLIENT_MAX_HEIGHT", "720",
                        "MOQ_GATEWAY_CLIENT_VIDEO_NAME", "v",
                        "MOQ_GATEWAY_CLIENT_AUDIO_NAME", "a");
        Map<ClientSetting, List<String>> flags =
                Map.of(
                        ClientSetting.URL, List.of(URL),
                        ClientSetting.BROADCAST, List.of("cam0"));

        assertThat(renditions(new ClientCommand(ClientRole.SUBSCRIBE, flags), shared))
                .isEqualTo(RenditionChoice.ANY);
        assertThat(renditions(new ClientCommand(ClientRole.PUBLISH, flags), shared))
                .isEqualTo(
                        new RenditionChoice(
                                Optional.of("v"), OptionalInt.of(720), Optional.of("a")));
        Map<ClientSetting, List<String>> typed = new EnumMap<>(flags);
        typed.put(ClientSetting.MAX_HEIGHT, List.of("720"));
        assertThatThrownBy(
                        () -> renditions(new ClientCommand(ClientRole.SUBSCRIBE, typed), Map.of()))
                .hasMessageContaining("max-height")
                .hasMessageContaining("chooses what a client publishes");
    }

    private static RenditionChoice renditions(ClientCommand command, Map<String, String> shared)
            throws Exception {
        return SettingsLoader.load(Map.of(), command, shared)
                .clients()
                .list()
                .getLast()
                .renditions();
    }

    @ParameterizedTest
    @CsvSource({"RELAY", "CLUSTER_CONNECT"})
    void listensOnFreePortsWithARelayUnlessToldWhere(Setting relay) throws Exception {
        ClientCommand command =
                new ClientCommand(
                        ClientRole.SUBSCRIBE,
                        Map.of(
                                ClientSetting.URL, List.of(URL),
                                ClientSetting.BROADCAST, List.of("cam0")));
        Map<Setting, List<String>> relayed = Map.of(relay, List.of("https://relay.example/"));

        assertThat(SettingsLoader.load(relayed, command, Map.of()).listen())
                .isEqualTo(new HostPort("localhost", 0));
        assertThat(SettingsLoader.load(relayed, command, Map.of()).udpBind())
                .isEqualTo(new HostPort("localhost", 0));
        assertThat(
                        SettingsLoader.load(
                                        relayed,
                                        command,
                                        Map.of("MOQ_GATEWAY_LISTEN", "localhost:9000"))
                                .listen()
                                .port())
                .isEqualTo(9000);
        assertThat(SettingsLoader.load(Map.of(), command, Map.of()).listen().port())
                .isEqualTo(8088);
        assertThat(SettingsLoader.load(relayed, Map.of()).listen().port()).isEqualTo(8088);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8889/x",
                "http://LOCALHOST/x",
                "http://cam.localhost/x",
                "http://127.0.0.2/x",
                "https://[::1]/x"
            })
    void reachesMediaOfThisMachineWhenTheEndpointIsHere(String url) throws Exception {
        assertThat(
                        only(fromFile("clients: [{subscribe: '%s', broadcast: a}]", url))
                                .transport()
                                .loopbackAllowed())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    broadcast: a; has no URL
                    subscribe: URL; has no broadcast
                    subscribe: URL, publish: URL, broadcast: a; has both subscribe and publish
                    subscribe: camera.example, broadcast: a; bad value for subscribe
                    subscribe: ftp://camera.example/, broadcast: a; an http or https URL
                    subscribe: "https://user:SECRET@camera.example/", broadcast: a; bad value for subscribe
                    publish: "URL?token=SECRET", broadcast: a; has a token in it (?token=)
                    publish: "URL?x=1&JWT=SECRET", broadcast: a; --token-file
                    publish: "URL?access_token=SECRET", broadcast: a; has a token in it
                    publish: URL, broadcast: a/../b; bad value for broadcast: "a/../b"
                    publish: URL, broadcast: /a; bad value for broadcast
                    publish: URL, broadcast: .internal/x; bad value for broadcast
                    publish: URL, broadcast: [a, b]; broadcast is given twice
                    publish: URL, broadcast: []; broadcast has no value
                    publish: [], broadcast: a; publish has no value
                    publish: URL, broadcast: a, name: []; name has no value
                    publish: URL, broadcast: a, token: []; token has no value
                    publish: URL, broadcast: {a: b}; bad value for broadcast
                    publish: URL, broadcast: ; bad value for broadcast
                    publish: URL, broadcast: a, name: a//b; bad value for name
                    publish: URL, broadcast: a, name: a/start; bad value for name
                    publish: URL, broadcast: a, token: "SECRET SECRET"; bad value for token: "…"
                    publish: URL, broadcast: a, token: x, token-file: y; exclude each other
                    publish: URL, broadcast: a, token-file: /no/such; bad value for token-file
                    publish: URL, broadcast: a, token-file: eyJSECRET; bad value for token-file: "…"
                    publish: URL, broadcast: a, ca: /no/such; bad value for ca
                    publish: "http://x/", broadcast: a, ca: /dev/null; is for https
                    publish: URL, broadcast: a, ice-server: "turn.example,credential=SECRET"; bad value for ice-server
                    publish: URL, broadcast: a, ice-server: [{url: "turn:x", user: u}]; bad value for ice-server
                    publish: URL, broadcast: a, relay-only: maybe; true or false
                    publish: URL, broadcast: a, max-height: 0; from 1 to 16384
                    publish: URL, broadcast: a, linger: 5; a duration
                    publish: URL, broadcast: a, once: 1; true or false
                    publish: URL, broadcast: a, enabled: no way; true or false
                    publish: URL, broadcast: a, connect-timeout: 0s; a duration
                    publish: URL, broadcast: a, request-timeout: soon; a duration
                    subscribe: URL, broadcast: a, max-height: 720; chooses what a client publishes
                    subscribe: URL, broadcast: a, video-name: x; chooses what a client publishes
                    subscribe: URL, broadcast: a, audio-name: x; chooses what a client publishes
                    publish: URL, brodcast: a; Did you mean broadcast?
                    url: URL, broadcast: a; unknown setting "url"
                    """)
    void saysWhatIsWrongWithAClientAndNoSecret(String entry, String says) throws IOException {
        String file = file("clients: [{" + entry.replace("URL", URL) + "}]\n");

        assertThatThrownBy(
                        () -> SettingsLoader.load(Map.of(Setting.CONFIG, List.of(file)), Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(says)
                .hasMessageContaining(file)
                .hasMessageNotContaining("SECRET");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    subscribe=https://x/?q=SECRET; has no broadcast
                    token=SECRET,subscribe; has no URL
                    nonsense SECRET; bad value for clients: "…"
                    subscribe=https://x/,broadcast=a,broadcast=b; broadcast is given twice
                    subscribe=https://x/,broadcast=a,once=true,once=true; once is given twice
                    subscribe=https://x/,token=SECRET,token=SECRET,broadcast=a; token is given twice
                    subscribe=https://x/?SECRET=1#SECRET,broadcast=a; bad value for subscribe
                    """)
    void saysWhatIsWrongWithAClientOfOneWordAndNoSecret(String text, String says) {
        assertThatThrownBy(
                        () -> SettingsLoader.load(Map.of(Setting.CLIENTS, List.of(text)), Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(says)
                .hasMessageContaining("--clients")
                .hasMessageNotContaining("SECRET");
    }

    @Test
    void refusesTwoClientsOfOneName() {
        assertThatThrownBy(
                        () ->
                                fromFile(
                                        """
                                        clients:
                                          - {subscribe: "%1$s", broadcast: a, name: one}
                                          - {publish: "%1$s", broadcast: b, name: one}
                                        """,
                                        URL))
                .hasMessageContaining("two clients have the same name, \"one\"")
                .hasMessageContaining("client 1 of clients in")
                .hasMessageContaining("client 2 of clients in");
    }

    @Test
    void refusesTwoClientsThatFillOneBroadcastButLetsManySendIt() throws Exception {
        assertThatThrownBy(
                        () ->
                                fromFile(
                                        """
                                        clients:
                                          - {subscribe: "%1$s", broadcast: a, name: one}
                                          - {subscribe: "%1$s", broadcast: a, name: two}
                                        """,
                                        URL))
                .hasMessageContaining("the same broadcast to fill, \"a\"");
        assertThat(
                        fromFile(
                                        """
                                        clients:
                                          - {subscribe: "%1$s", broadcast: a}
                                          - {publish: "%1$s", broadcast: a}
                                          - {publish: "%1$s", broadcast: a, name: other}
                                        """,
                                        URL)
                                .list())
                .extracting(ClientSettings::name)
                .containsExactly("a-subscribe", "a-publish", "other");
    }

    @Test
    void readsAnAdminTokenFromItsFile() throws Exception {
        Path file = Files.writeString(folder.resolve("admin"), "from-the-file\n");
        AdminToken token =
                Objects.requireNonNull(
                        SettingsLoader.load(
                                        Map.of(Setting.ADMIN_TOKEN_FILE, List.of(file.toString())),
                                        Map.of())
                                .clients()
                                .adminToken());

        assertThat(token).hasToString("…");
        assertThat(token.matches("from-the-file")).isTrue();
        assertThat(token.matches("from-the-fil")).isFalse();
        assertThat(token.matches("")).isFalse();
        Files.writeString(file, "short");
        assertThatThrownBy(
                        () ->
                                SettingsLoader.load(
                                        Map.of(Setting.ADMIN_TOKEN_FILE, List.of(file.toString())),
                                        Map.of()))
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("short");
        assertThatThrownBy(
                        () ->
                                SettingsLoader.load(
                                        Map.of(
                                                Setting.ADMIN_TOKEN_FILE,
                                                List.of(file.toString()),
                                                Setting.ADMIN_TOKEN,
                                                List.of("SECRETSECRET")),
                                        Map.of()))
                .hasMessageContaining("exclude each other")
                .hasMessageContaining("admin-token (from --admin-token)")
                .hasMessageContaining("admin-token-file (from --admin-token-file)")
                .hasMessageNotContaining("SECRET");
    }

    @Test
    void letsAnAdminTokenOfTheEnvironmentWinOverTheFileThatTheSettingsFileNames() throws Exception {
        Path token = Files.writeString(folder.resolve("admin"), "from-the-file");
        String settings = file("admin-token-file: " + token + "\n");

        AdminToken won =
                Objects.requireNonNull(
                        SettingsLoader.load(
                                        Map.of(Setting.CONFIG, List.of(settings)),
                                        Map.of("MOQ_GATEWAY_ADMIN_TOKEN", "from-the-environment"))
                                .clients()
                                .adminToken());

        assertThat(won.matches("from-the-environment")).isTrue();
    }

    @Test
    void readsNoMoreOfATokenFileThanATokenMayHave() throws Exception {
        Path file = Files.writeString(folder.resolve("admin"), "x".repeat(1 << 20));

        assertThatThrownBy(
                        () ->
                                SettingsLoader.load(
                                        Map.of(Setting.ADMIN_TOKEN_FILE, List.of(file.toString())),
                                        Map.of()))
                .hasMessageContaining("holds no token: expected 8 to 8192 visible ASCII")
                .hasMessageNotContaining("xxx");
    }

    @Test
    void printsNoSecretOfTheSettings() throws Exception {
        GatewaySettings settings =
                SettingsLoader.load(
                        Map.of(
                                Setting.ADMIN_TOKEN, List.of("SECRETSECRET"),
                                Setting.CLIENTS,
                                        List.of(
                                                "subscribe=https://x/whep?key=SECRET,broadcast=a,"
                                                        + "token=SECRET,ice-server=turn:t.example,"
                                                        + "username=SECRET,credential=SECRET")),
                        Map.of());

        assertThat(settings.toString()).contains("https://x/whep").doesNotContain("SECRET");
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private ClientsSettings fromFile(String content, Object... values)
            throws IOException, SettingException {
        String file = file(content.formatted(values));
        return SettingsLoader.load(new EnumMap<>(Map.of(Setting.CONFIG, List.of(file))), Map.of())
                .clients();
    }

    private static ClientSettings only(ClientsSettings clients) {
        assertThat(clients.list()).hasSize(1);
        return clients.list().getFirst();
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("gateway.yaml"), content).toString();
    }

    private static String pem() throws Exception {
        byte[] der =
                SelfSigned.forHosts(List.of("camera.example")).get().certificate().getEncoded();
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }
}
