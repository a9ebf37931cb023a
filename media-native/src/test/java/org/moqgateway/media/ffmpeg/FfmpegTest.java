package org.moqgateway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Where the library is and where it is not: each in a process of its own, since a library is
/// loaded once.
class FfmpegTest {
    private static final Predicate<String> NATIVE = entry -> entry.contains("linux-x86_64");

    @Test
    void isFoundOnThisPlatform() throws Exception {
        assertThat(find(_ -> true)).contains("version=8.0.1 folder=home");
    }

    @Test
    void isMissingWithoutTheNativeLibraries() throws Exception {
        assertThat(find(NATIVE.negate())).contains("version=none");
    }

    @Test
    void isMissingWithoutItsClasses() throws Exception {
        assertThat(find(entry -> !entry.contains("bytedeco"))).contains("version=none");
    }

    @Test
    void isUnpackedIntoAFolderOfItsOwnWhereNobodyHasAHome() throws Exception {
        String told = find(_ -> true, "-Duser.home=/nonexistent");

        assertThat(told).contains("version=8.0.1");
        Path folder = Path.of(told.substring(told.indexOf("folder=") + 7).strip());
        assertThat(folder.getFileName().toString()).startsWith("moq-gateway-");
        assertThat(folder).doesNotExist();
    }

    /// What [FindFfmpeg] says, and what is logged.
    private static String find(Predicate<String> onClassPath, String... options)
            throws IOException, InterruptedException {
        String classPath =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(onClassPath)
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> command =
                Stream.of(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "--enable-native-access=ALL-UNNAMED",
                                        "-cp",
                                        classPath),
                                Arrays.stream(options),
                                Stream.of(FindFfmpeg.class.getName()))
                        .flatMap(part -> part)
                        .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return told;
    }
}
