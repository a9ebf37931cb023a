package org.moqgateway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.client.ClientRole;
import org.moqgateway.client.ClientSettings;
import org.moqgateway.server.Gateway;
import org.moqgateway.server.StartException;
import org.moqgateway.server.config.ClientSetting;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.ServerRole;

/// The words for the four cells: ours, those of the older `moq-rtc`, and those of upstream's `moq`.
class RoleCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<GatewaySettings> started = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    client --url U --broadcast cam0 subscribe; SUBSCRIBE
                    client subscribe --url U --broadcast cam0; SUBSCRIBE
                    client --url=U publish --broadcast=cam0; PUBLISH
                    --broadcast cam0 client --url U publish; PUBLISH
                    --relay https://relay.example/ --broadcast cam0 client --url U subscribe; SUBSCRIBE
                    import rtc --connect U --broadcast cam0; SUBSCRIBE
                    import rtc --connect U --name cam0; SUBSCRIBE
                    export rtc --connect U --name cam0; PUBLISH
                    --client-connect https://relay.example/ import rtc --connect U --name cam0; SUBSCRIBE
                    --broadcast cam0 export --connect U rtc; PUBLISH
                    """)
    void dialsInEitherGrammar(String line, ClientRole role) {
        GatewaySettings settings = run(line.replace("U", "https://camera.example/x"));

        ClientSettings client = settings.clients().list().getFirst();
        assertThat(client.role()).isEqualTo(role);
        assertThat(client.endpoint()).hasToString("https://camera.example/x");
        assertThat(client.broadcast()).isEqualTo("cam0");
        assertThat(settings.clients().command()).isEqualTo(client.name());
        assertThat(settings.broadcast()).isNull();
        assertThat(settings.roles()).containsExactlyInAnyOrder(ServerRole.values());
        boolean relayed = line.contains("relay.example");
        assertThat(settings.relay().links().relay() != null).isEqualTo(relayed);
        assertThat(settings.listen().port()).isEqualTo(relayed ? 0 : 8088);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    server publish; WHIP; 8088
                    server subscribe; WHEP; 8088
                    server --listen localhost:9000 publish; WHIP; 9000
                    server subscribe --listen localhost:9000; WHEP; 9000
                    --relay https://relay.example/ server --listen localhost:9000 publish; WHIP; 9000
                    import rtc --listen localhost:9000; WHIP; 9000
                    export rtc --listen localhost:9000; WHEP; 9000
                    --client-connect https://relay.example/ export rtc --listen localhost:9000; WHEP; 9000
                    """)
    void servesOneEndpointInEitherGrammar(String line, ServerRole role, int port) {
        GatewaySettings settings = run(line);

        assertThat(settings.roles()).isEqualTo(Set.of(role));
        assertThat(settings.listen().port()).isEqualTo(port);
        assertThat(settings.clients().list()).isEmpty();
        assertThat(settings.clients().command()).isNull();
    }

    @Test
    void takesUpstreamsFlagsOfAListener() {
        GatewaySettings settings =
                run(
                        "import rtc --listen localhost:9000 --broadcast cam0 --udp-bind"
                                + " localhost:9001 --public-addr 203.0.113.7 --public-addr"
                                + " 203.0.113.8 --cors-origin https://a.example");

        assertThat(settings.broadcast()).isEqualTo("cam0");
        assertThat(settings.udpBind().port()).isEqualTo(9001);
        assertThat(settings.publicAddresses()).hasSize(2);
        assertThat(settings.corsOrigins()).containsExactly("https://a.example");
    }

    @Test
    void givesEveryFlagOfAClientToIt() throws Exception {
        GatewaySettings settings =
                run(
                        "client publish --url http://live.example/whip --broadcast show --name it"
                                + " --token secret --ice-server stun:a.example --ice-server"
                                + " turn:b.example,username=u,credential=c --relay-only"
                                + " --video-name 1.avc3 --max-height 720 --audio-name 0.opus"
                                + " --linger 1s --once --connect-timeout 2s --request-timeout 3s"
                                + " --listen localhost:0 --admin-token 12345678");

        ClientSettings client = settings.clients().list().getFirst();
        assertThat(client.name()).isEqualTo("it");
        assertThat(client.endpoint().token().orElseThrow().token()).isEqualTo("secret");
        assertThat(client.transport().servers()).hasSize(2);
        assertThat(client.transport().relayOnly()).isTrue();
        assertThat(client.renditions().maxHeight()).hasValue(720);
        assertThat(client.renditions().videoName()).hasValue("1.avc3");
        assertThat(client.renditions().audioName()).hasValue("0.opus");
        assertThat(client.linger()).hasSeconds(1);
        assertThat(client.once()).isTrue();
        assertThat(client.endpoint().connectTimeout()).hasSeconds(2);
        assertThat(client.endpoint().requestTimeout()).hasSeconds(3);
        assertThat(settings.iceServers()).isEmpty();
        assertThat(settings.relay().linger()).hasSeconds(5);
        assertThat(settings.clients().adminToken()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    client; subscribe|publish
                    client watch --url http://x/ --broadcast a; client watch: expected
                    client subscribe publish; publish
                    client subscribe --broadcast a; has no URL
                    client subscribe --url http://x/; has no broadcast
                    client subscribe --url http://x/?token=SECRET --broadcast a; --token-file
                    client subscribe --url http://x/ --broadcast a --token-file eyJSECRET; bad value for token-file: "…"
                    client subscribe --url http://x/ --broadcast a --broadcast b; only once
                    client subscribe --url http://x/ --broadcast a --max-height 720; chooses what a client publishes
                    client subscribe --url http://x/ --broadcast a/../b; bad value for broadcast: "a/../b" (from --broadcast)
                    client subscribe --url http://x/ --broadcast a --once=perhaps; from --once
                    client subscribe --url http://x/ --broadcast a --enabled; --enabled
                    client subscribe --url http://x/ --broadcast a --cast-origin x; Unknown
                    server; publish|subscribe
                    server both; server both: expected
                    server publish --roles whep; --roles
                    server publish --url http://x/; --url
                    import; rtc
                    import hls --listen localhost:1; import hls: expected import rtc
                    import rtc; needs --listen
                    import rtc --listen localhost:1 --connect http://x/; one of them alone
                    export rtc --broadcast a; needs --listen
                    import rtc --listen localhost:1 --token SECRET; --token can't be used with --listen
                    import rtc --connect http://x/ --broadcast a --cors-origin *; --cors-origin goes with --listen
                    import rtc --connect http://x/ --broadcast a --udp-bind [::]:0; --udp-bind goes with --listen
                    export rtc --connect http://x/ --broadcast a --public-addr ::1; --public-addr goes with --listen
                    import rtc --connect http://x/ --latency-max 1s; --latency-max
                    --broadcast a relay; --broadcast can't be used with relay
                    """)
    void saysWhatIsWrongWithALineAndNoSecret(String line, String says) {
        assertThat(command().run(line.split(" ", -1))).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString()).contains(says).doesNotContain("SECRET", "\tat ");
        assertThat(started).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ClientSetting.class)
    void explainsEveryFlagOfAClient(ClientSetting setting) {
        command().run("client", "--help");

        assertThat(out.toString().contains(setting.flag() + "=")).isEqualTo(setting.ofCommand());
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void inheritsFlagsThatStandBeforeTheCommand() {
        GatewaySettings settings =
                run("--listen localhost:9000 --max-sessions 5 serve --max-sessions 6");

        assertThat(settings.listen().port()).isEqualTo(9000);
        assertThat(settings.maxSessions()).isEqualTo(6);
    }

    private GatewaySettings run(String line) {
        assertThat(command().run(line.split(" ", -1))).as(err::toString).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("moq-gateway: seen\n");
        return started.getLast();
    }

    private GatewayCommand command() {
        Launcher launcher =
                new Launcher() {
                    @Override
                    public Gateway gateway(GatewaySettings settings) throws StartException {
                        started.add(settings);
                        throw new StartException("seen", new IllegalStateException());
                    }

                    @Override
                    public Gateway relay(GatewaySettings settings) throws StartException {
                        return gateway(settings);
                    }
                };
        return new GatewayCommand(
                launcher,
                Map.of(),
                new Console(new PrintWriter(out, true), new PrintWriter(err, true)));
    }
}
