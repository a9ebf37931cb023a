package org.moqgateway.core.streams;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The FFmpeg of the tests, which the build unpacked into the root's `target`. It is the build with
/// x264 and x265, which the product itself does not bring.
///
/// @param folder where its programs and libraries lie
public record FfmpegProgram(String folder) {
    private static final long TIMEOUT_SECONDS = 60;
    private static final Path UNPACKED =
            Path.of("..", "target/ffmpeg/org/bytedeco/ffmpeg/linux-x86_64-gpl");

    /// What a program wrote before it ended well.
    ///
    /// @param output standard output
    /// @param complaints standard error
    public record Result(String output, String complaints) {}

    /// The program of the build.
    ///
    /// @throws IllegalStateException when the build has not unpacked it
    public static FfmpegProgram unpacked() {
        Path folder = UNPACKED.toAbsolutePath().normalize();
        if (!folder.resolve("ffmpeg").toFile().setExecutable(true)
                || !folder.resolve("ffprobe").toFile().setExecutable(true)) {
            throw new IllegalStateException(folder + " is missing: run the Maven build first");
        }
        return new FfmpegProgram(folder.toString());
    }

    /// How to start `ffmpeg` or `ffprobe` with arguments.
    public ProcessBuilder command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(folder, program).toString());
        command.add("-hide_banner");
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LD_LIBRARY_PATH", folder);
        return builder;
    }

    /// Runs `ffmpeg` or `ffprobe` to its end.
    ///
    /// @throws AssertionError when it fails or does not end within a minute; tells its complaints
    public Result run(String program, String... arguments) {
        try {
            Process process = command(program, List.of(arguments)).start();
            process.getOutputStream().close();
            List<String> complaints = new ArrayList<>();
            Thread listener =
                    Thread.ofVirtual().start(() -> complaints.add(text(process.getErrorStream())));
            String output = text(process.getInputStream());
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            listener.join();
            Result result = new Result(output, String.join("", complaints));
            if (process.isAlive() || process.exitValue() != 0) {
                throw new AssertionError(program + " failed: " + result.complaints());
            }
            return result;
        } catch (IOException failure) {
            throw new IllegalStateException(program + " cannot be run", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
