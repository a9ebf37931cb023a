package org.moqgateway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.webrtc.WebRtcSettings;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.server.MediaSide;
import org.moqgateway.server.config.Setting;

class GatewayCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out, true), new PrintWriter(err, true));

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void explainsItself(String flag) {
        assertThat(run(flag)).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .contains(
                        "moq-gateway",
                        "serve",
                        "generate-completion",
                        "Examples:",
                        "Exit codes:",
                        "WHIP");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void explainsEveryFlagOfBothWaysToServe(Setting setting) {
        run("--help");
        run("serve", "--help");

        assertThat(out.toString().split(setting.flag() + "=", -1)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void tellsItsVersion() {
        assertThat(run("--version")).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .matches("(?s)moq-gateway \\d+\\.\\d+\\.\\d+\\S* \\(Java 25.*\\)\\s*");
    }

    @Test
    void makesKeysAndTokens() {
        assertThat(run("token", "generate")).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).startsWith("{").contains("\"kid\"");
    }

    @Test
    void writesACompletionScript() {
        assertThat(run("generate-completion")).isEqualTo(ExitCode.OK);
        assertThat(run("--public", "generate-completion")).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).contains("complete", "--udp-bind");
    }

    @Test
    void refusesAnUnknownFlagAndSuggestsOne() {
        assertThat(run("--lissten", "localhost:0")).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString()).contains("--lissten").contains("--listen");
    }

    @Test
    void refusesAFlagWithoutItsValue() {
        assertThat(run("--listen")).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString()).contains("--listen");
    }

    @Test
    void refusesABadValueWithOneSentence() {
        assertThat(run("serve", "--max-sessions", "many")).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "moq-gateway: bad value for max-sessions: \"many\" (from --max-sessions):"
                                + " expected a whole number from 1 to 1000000.\n");
    }

    @Test
    void refusesAnUnknownVariable() {
        int code =
                new GatewayCommand(
                                GatewayCommandTest::media, Map.of("MOQ_GATEWAY_PORT", "1"), console)
                        .run();

        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("MOQ_GATEWAY_PORT");
    }

    @Test
    void namesAnHttpPortInUseAndItsFlag() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(run("--listen", "127.0.0.1:" + taken.getLocalPort()))
                    .isEqualTo(ExitCode.FAILED_TO_START);

            assertThat(err.toString())
                    .contains("port " + taken.getLocalPort() + " is in use")
                    .contains("--listen")
                    .hasLineCount(1);
        }
    }

    @Test
    void namesAMediaPortInUseAndItsFlag() {
        MediaSide.Factory occupied =
                (origin, settings) -> {
                    throw new BindException("Address already in use");
                };

        int code =
                new GatewayCommand(occupied, Map.of(), console)
                        .run("--listen", "localhost:0", "--udp-bind", "localhost:7");

        assertThat(code).isEqualTo(ExitCode.FAILED_TO_START);
        assertThat(err.toString())
                .contains("port 7 is in use")
                .contains("--udp-bind")
                .contains("UDP");
    }

    @Test
    void namesAHostThatIsNotThere() {
        assertThat(run("--listen", "no-such-host.invalid:0")).isEqualTo(ExitCode.FAILED_TO_START);

        assertThat(err.toString()).contains("no-such-host.invalid").contains("unknown");
    }

    private int run(String... args) {
        return new GatewayCommand(GatewayCommandTest::media, Map.of(), console).run(args);
    }

    private static MediaSide media(Origin origin, WebRtcSettings settings) throws IOException {
        throw new IOException("no test here gets this far");
    }
}
