package org.moqgateway.media.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.moqgateway.core.audio.OpusTranscoding;
import org.moqgateway.media.picture.KeyframeDecoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// FFmpeg's library, where this machine has it: bytedeco's jar for its platform is on the class
/// path, and what is in there loads. Without it everything else works.
///
/// Any thread may use it.
public final class Ffmpeg {
    private static final Logger log = LoggerFactory.getLogger(Ffmpeg.class);

    /// Where JavaCPP unpacks native libraries; it makes the folder itself below the home.
    private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

    private final String version;

    private Ffmpeg(String version) {
        this.version = version;
    }

    /// Loaded once in a process, by the first who asks.
    private static final class Loaded {
        private static final Optional<Ffmpeg> LIBRARY = load();
    }

    /// The library, which is unpacked and loaded by the first call: that takes about half a second.
    ///
    /// @return empty when it does not load here; the log says why
    public static Optional<Ffmpeg> find() {
        return Loaded.LIBRARY;
    }

    private static Optional<Ffmpeg> load() {
        try {
            unpackPrivately();
            Loader.load(avutil.class);
            Loader.load(swresample.class);
            Loader.load(avcodec.class);
            Loader.load(swscale.class);
            // What it would print tells of foreign bytes, on our standard error.
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
            String version = avutil.av_version_info().getString();
            log.info(
                    "FFmpeg {} is here: AAC and other audio plays over WHEP, and every codec has"
                            + " snapshots",
                    version);
            return Optional.of(new Ffmpeg(version));
        } catch (LinkageError | IOException | UncheckedIOException e) {
            log.info(
                    "FFmpeg's library does not load here: audio other than Opus does not play over"
                            + " WHEP, and only H.264 has snapshots");
            log.debug("FFmpeg's library", e);
            return Optional.empty();
        }
    }

    /// Where nobody has a home, libraries go to a folder that no other user can have put anything
    /// into, and that is gone with the process.
    private static void unpackPrivately() throws IOException {
        Path home = Path.of(System.getProperty("user.home", ""));
        if (System.getProperty(CACHE_PROPERTY) != null || Files.isWritable(home)) {
            return;
        }
        Path folder = Files.createTempDirectory("moq-gateway-");
        System.setProperty(CACHE_PROPERTY, folder.toString());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            log.debug("{} stays behind", folder, e);
        }
    }

    /// Its version, such as `8.0.1`.
    public String version() {
        return version;
    }

    /// Turns every audio codec that FFmpeg decodes into Opus.
    public OpusTranscoding opusTranscoding() {
        return new FfmpegOpusTranscoding();
    }

    /// Decodes keyframes of H.264, H.265, VP8, VP9 and AV1 in every profile.
    public KeyframeDecoder keyframeDecoder() {
        return new FfmpegKeyframeDecoder();
    }
}
