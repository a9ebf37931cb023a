package org.moqgateway.core.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A stream that an encoder made.
///
/// @param recipe how it was made
/// @param path the encoder's file
/// @param frames its frames in decoding order, in the form that depacketizers promise
/// @param keyframes for each frame whether decoding can begin there, as FFmpeg says
record RealStream(StreamRecipe recipe, Path path, List<byte[]> frames, List<Boolean> keyframes) {
    private static final Path FOLDER = Path.of("target", "real-streams");
    private static final Map<StreamRecipe, RealStream> MADE = new ConcurrentHashMap<>();

    /// Encodes a stream, once per recipe.
    static RealStream of(StreamRecipe recipe) {
        return MADE.computeIfAbsent(recipe, RealStream::make);
    }

    private static RealStream make(StreamRecipe recipe) {
        try {
            Files.createDirectories(FOLDER);
            Path path = FOLDER.resolve(recipe.toString().replaceAll("[^A-Za-z0-9]+", "-"));
            FfmpegProgram.unpacked().run("ffmpeg", recipe.arguments(path.toString()));
            List<Boolean> keyframes = keyframes(path);
            byte[] file = Files.readAllBytes(path);
            List<byte[]> frames = recipe.format().file().read(file, keyframes);
            assertThat(keyframes).as("frames of %s", recipe).hasSameSizeAs(frames);
            assertThat(keyframes.getFirst()).as("first frame of %s", recipe).isTrue();
            return new RealStream(recipe, path, frames, keyframes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Boolean> keyframes(Path path) {
        String flags =
                FfmpegProgram.unpacked()
                        .run(
                                "ffprobe",
                                "-v",
                                "error",
                                "-show_entries",
                                "packet=flags",
                                "-of",
                                "csv=p=0",
                                path.toString())
                        .output();
        return flags.lines().map(line -> line.startsWith("K")).toList();
    }

    /// A file of other frames of the same recipe, next to the encoder's.
    Path write(List<byte[]> others) {
        try {
            Path written = path.resolveSibling(path.getFileName() + "-restored");
            return Files.write(written, recipe.format().file().write(others, recipe));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A hash of every picture that FFmpeg decodes of a file of this recipe.
    ///
    /// @throws AssertionError when the decoder has anything to complain about
    List<String> pictures(Path file) {
        return pictures(List.of(), file, List.of());
    }

    /// The same with options of the input and of the output.
    List<String> pictures(List<String> inputOptions, Path input, List<String> outputOptions) {
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-xerror"));
        arguments.addAll(recipe.format().decoderOptions());
        arguments.addAll(inputOptions);
        arguments.addAll(List.of("-i", input.toString(), "-fps_mode", "passthrough"));
        arguments.addAll(outputOptions);
        arguments.addAll(List.of("-f", "framehash", "-hash", "md5", "-"));
        FfmpegProgram.Result result =
                FfmpegProgram.unpacked().run("ffmpeg", arguments.toArray(String[]::new));
        assertThat(result.complaints()).as("decoding %s", input).isEmpty();
        Stream<String> lines = result.output().lines().filter(line -> !line.startsWith("#"));
        return lines.map(line -> line.substring(line.lastIndexOf(',') + 1).strip()).toList();
    }
}
