package org.moqgateway.server.snapshot;

import java.util.Optional;
import org.moqgateway.core.audio.OpusTranscoding;
import org.moqgateway.media.ffmpeg.Ffmpeg;
import org.moqgateway.media.jcodec.JcodecKeyframeDecoder;
import org.moqgateway.media.picture.KeyframeDecoder;

/// What this machine can decode: H.264 pictures in Java, and everything where FFmpeg's library
/// loads.
///
/// @param pictures makes pictures of keyframes
/// @param audio makes Opus of other audio; [OpusTranscoding#NONE] without FFmpeg
/// @param ffmpegVersion of FFmpeg's library, where it is
public record LocalDecoders(
        KeyframeDecoder pictures, OpusTranscoding audio, Optional<String> ffmpegVersion) {
    /// Nothing at all.
    public static final LocalDecoders NONE =
            new LocalDecoders(KeyframeDecoder.NONE, OpusTranscoding.NONE, Optional.empty());

    /// Looks for FFmpeg's library; the first time that takes about half a second.
    public static LocalDecoders find() {
        KeyframeDecoder java = new JcodecKeyframeDecoder();
        return Ffmpeg.find()
                .map(
                        ffmpeg ->
                                new LocalDecoders(
                                        java.orElse(ffmpeg.keyframeDecoder()),
                                        ffmpeg.opusTranscoding(),
                                        Optional.of(ffmpeg.version())))
                .orElseGet(() -> new LocalDecoders(java, OpusTranscoding.NONE, Optional.empty()));
    }
}
