package org.moqgateway.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the build does when npm can't install the MoQ player, with an npm that fails in every
/// way.
@Timeout(60)
class BundleScriptTest {
    @TempDir private Path folder;

    private record Run(int exitCode, String output) {}

    private Run bundle(String npmSays) throws IOException, InterruptedException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        program(programs.resolve("node"), "echo v22.1.0");
        program(programs.resolve("npm"), "echo '" + npmSays + "' >&2; exit 1");
        ProcessBuilder bash =
                new ProcessBuilder(
                                "bash",
                                Path.of("src", "main", "web", "bundle.sh").toString(),
                                folder.resolve("work").toString(),
                                folder.resolve("output").toString(),
                                "offline=false")
                        .redirectErrorStream(true);
        bash.environment().merge("PATH", programs + ":", (path, ours) -> ours + path);
        Process process = bash.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }

    private static void program(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npm error code ENOTFOUND",
                "npm error code ECONNRESET",
                "npm error code ETIMEDOUT",
                "npm error code ERR_SOCKET_TIMEOUT",
                "npm error code E403",
                "npm error code E407",
                "npm error code E503",
                "npm error code CERT_HAS_EXPIRED",
                "npm error code SELF_SIGNED_CERT_IN_CHAIN",
                "npm error code UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
            })
    void goesOnWithoutThePlayerWhenTheRegistryIsOutOfReach(String npmSays) throws Exception {
        Run run = bundle(npmSays);

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("[WARNING] The pages are built without the MoQ player and publisher");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npm error code EINTEGRITY",
                "npm error code EINTEGRITY, after ECONNRESET",
                "npm error code EUSAGE",
                "npm error code E404",
            })
    void failsWhenPackagesAreNotWhatTheLockFileSays(String npmSays) throws Exception {
        Run run = bundle(npmSays);

        assertThat(run.exitCode()).as(run.output()).isEqualTo(1);
        assertThat(run.output()).contains("[ERROR]").contains(npmSays);
    }
}
