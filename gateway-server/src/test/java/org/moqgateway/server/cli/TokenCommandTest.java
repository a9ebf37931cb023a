package org.moqgateway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCommandTest {
    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "ES256", "EdDSA"})
    void makesAKeySignsWithItAndVerifies(String algorithm) throws Exception {
        ok("generate", "--algorithm", algorithm, "--out", file("key"));
        String token =
                ok(
                        "sign",
                        "--key",
                        file("key"),
                        "--root",
                        "demo",
                        "--publish",
                        "me",
                        "--subscribe",
                        "",
                        "--expires",
                        "4102444800",
                        "--issued",
                        "1700000000");
        Files.writeString(directory.resolve("jwt"), token);

        assertThat(ok("verify", "--key", file("key"), "--in", file("jwt")))
                .isEqualToIgnoringNewLines(
                        "{\"root\":\"demo\",\"put\":[\"me\"],\"get\":[\"\"],"
                                + "\"exp\":4102444800,\"iat\":1700000000}");
        assertThat(mode("key")).isEqualTo("rw-------");
    }

    @Test
    void printsAKeyThatCanBePipedOn() throws Exception {
        String key = ok("generate", "--id", "k1");
        String base64 = ok("generate", "--base64");

        assertThat(key).startsWith("{").contains("\"kid\":\"k1\"").hasLineCount(1);
        assertThat(base64).startsWith("eyJ").hasLineCount(1);
        assertThat(run(key, "sign", "--key", "-", "--publish", "")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("eyJ");
    }

    @Test
    void readsATokenFromStandardInput() throws Exception {
        ok("generate", "--out", file("key"));
        String token = ok("sign", "--key", file("key"), "--subscribe", "a");

        assertThat(run(token, "verify", "--key", file("key"))).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualToIgnoringNewLines("{\"root\":\"\",\"get\":[\"a\"]}");
    }

    @Test
    void writesBothHalvesIntoDirectoriesUnderTheirName() throws Exception {
        Files.createDirectory(directory.resolve("private"));
        Files.createDirectory(directory.resolve("public"));
        ok(
                "generate",
                "--algorithm",
                "ES384",
                "--id",
                "k-1",
                "--out-dir",
                file("private"),
                "--public-dir",
                file("public"));
        String token = ok("sign", "--key", file("private/k-1.jwk"), "--publish", "");

        assertThat(run(token, "verify", "--key", file("public/k-1.jwk"))).isEqualTo(ExitCode.OK);
        assertThat(mode("private/k-1.jwk")).isEqualTo("rw-------");
        refused("private half", "sign", "--key", file("public/k-1.jwk"), "--publish", "");
    }

    @Test
    void limitsWhatAKeyMayGrant() throws Exception {
        ok(
                "generate",
                "--out",
                file("key"),
                "--root",
                "demo",
                "--publish",
                "live",
                "--publish",
                "test");

        ok("sign", "--key", file("key"), "--root", "demo", "--publish", "live/a");
        refused("scope", "sign", "--key", file("key"), "--root", "demo", "--publish", "");
        refused("scope", "sign", "--key", file("key"), "--root", "demo/live", "--subscribe", "");
    }

    @Test
    void writesNothingWhenThereIsNoPublicHalf() {
        refused("secret", "generate", "--out", file("key"), "--public", file("public"));

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void saysWhyATokenIsRefused() throws Exception {
        ok("generate", "--out", file("key"));
        ok("generate", "--out", file("other"));
        String old = ok("sign", "--key", file("key"), "--publish", "", "--expires", "1000");
        String good = ok("sign", "--key", file("key"), "--publish", "");

        refusedInput("expired at 1970-01-01T00:16:40Z", old, "key");
        refusedInput("signature", good, "other");
        refusedInput("no token", "hello", "key");
        refused("put", "sign", "--key", file("key"));
    }

    private void refusedInput(String why, String token, String key) {
        assertThat(run(token, "verify", "--key", file(key))).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).startsWith("moq-gateway: ").contains(why).hasLineCount(1);
    }

    @Test
    void saysWhichFileIsNotThereOrNoKey() throws Exception {
        Files.writeString(directory.resolve("bad"), "hello");

        refused("absent", "sign", "--key", file("absent"), "--publish", "");
        refused("key", "sign", "--key", file("bad"), "--publish", "");
        refused("read or write", "generate", "--out", file("."));
        refused("key id", "generate", "--id", "a/b", "--out", file("kid"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', generate",
        "generate --algorithm HS1024, HS256",
        "generate --out a --out-dir b, exclude",
        "generate --public a --public-dir b, exclude",
        "generate --algorithm ES256 --public -, standard output",
        "generate --root a, --root",
        "sign, --key",
        "sign --key a --expires soon, seconds since 1970",
        "sign --key a --expires -1, seconds since 1970",
        "verify --key -, standard input",
        "generate --nonsense, --nonsense"
    })
    void refusesBadFlags(String line, String why) {
        assertThat(run("", words(line))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"generate", "sign", "verify"})
    void explainsItself(String command) {
        assertThat(run("", words(command + " --help"))).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains(("Usage: token " + command).strip());
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    private static String[] words(String line) {
        return Arrays.stream(line.split(" ", -1)).filter(w -> !w.isEmpty()).toArray(String[]::new);
    }

    private String ok(String... args) {
        assertThat(run("", args)).as(err::toString).isEqualTo(ExitCode.OK);
        return out.toString().strip();
    }

    private void refused(String why, String... args) {
        assertThat(run("", args)).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).startsWith("moq-gateway: ").contains(why).hasLineCount(1);
    }

    private int run(String input, String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Console console =
                new Console(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        return TokenCommand.commandLine(console).execute(args);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve(name)));
    }
}
