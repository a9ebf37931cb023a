package org.moqgateway.server.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.moqgateway.core.streams.FfmpegProgram;

/// FFmpeg as a WHIP publisher: the program that the build unpacks.
///
/// One instance is one running process. [#close] ends it politely (SIGTERM), [#kill] without a
/// word.
public final class Ffmpeg implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Ffmpeg(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// What to publish.
    ///
    /// @param width picture width in pixels, 0 for no video
    /// @param height picture height in pixels
    /// @param gopSeconds distance of keyframes
    /// @param audio whether a sine tone is published
    /// @param flags value of `-whip_flags`, empty for the default
    public record Pattern(int width, int height, int gopSeconds, boolean audio, String flags) {
        /// Test pattern and tone, a keyframe each second.
        public static Pattern standard() {
            return new Pattern(640, 360, 1, true, "");
        }

        /// The same with other muxer flags.
        public Pattern withFlags(String newFlags) {
            return new Pattern(width, height, gopSeconds, audio, newFlags);
        }
    }

    /// Starts publishing to a WHIP URL; returns at once.
    public static Ffmpeg publish(String whipUrl, Pattern pattern) {
        List<String> command = new ArrayList<>(List.of("-re"));
        if (pattern.width() > 0) {
            command.addAll(List.of("-f", "lavfi", "-i", numberedPattern(pattern)));
        }
        if (pattern.audio()) {
            command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"));
        }
        if (pattern.width() > 0) {
            int gop = 30 * pattern.gopSeconds();
            command.addAll(
                    List.of(
                            "-c:v",
                            "libopenh264",
                            "-profile:v",
                            "constrained_baseline",
                            "-b:v",
                            "1M",
                            "-g",
                            Integer.toString(gop),
                            "-pix_fmt",
                            "yuv420p"));
        }
        if (pattern.audio()) {
            command.addAll(List.of("-c:a", "libopus", "-ac", "2", "-b:a", "64k"));
        }
        if (!pattern.flags().isEmpty()) {
            command.addAll(List.of("-whip_flags", pattern.flags()));
        }
        command.addAll(List.of("-f", "whip", whipUrl));
        return start(command);
    }

    /// A test pattern with the picture's number, counted from 0, in 32 black or white blocks on its
    /// upper edge, most significant bit first.
    private static String numberedPattern(Pattern pattern) {
        return """
        testsrc2=size=%dx%d:rate=30[pattern];\
        color=black:size=32x2:rate=30,format=gray,\
        geq=lum='255*mod(floor(N/pow(2,31-X)),2)',\
        scale=%d:32:flags=neighbor,format=yuv420p[number];\
        [pattern][number]overlay=0:0\
        """
                .formatted(pattern.width(), pattern.height(), pattern.width());
    }

    private static Ffmpeg start(List<String> arguments) {
        try {
            Path log = Files.createTempFile(Path.of("target"), "ffmpeg", ".txt");
            List<String> command = new ArrayList<>(List.of("-nostdin", "-loglevel", "info"));
            command.addAll(arguments);
            ProcessBuilder builder = FfmpegProgram.unpacked().command("ffmpeg", command);
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            return new Ffmpeg(builder.start(), log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Whether the process still runs.
    public boolean running() {
        return process.isAlive();
    }

    /// What FFmpeg has printed so far.
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Ends the process as a power cut would: no BYE, no close_notify, no DELETE.
    public void kill() {
        process.destroyForcibly().onExit().orTimeout(5, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
