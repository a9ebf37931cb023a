package org.moqgateway.media.ffmpeg;

import java.util.Optional;
import org.moqgateway.core.audio.OpusTranscoding;

/// Audio of every codec in [AudioCodecs] into Opus.
final class FfmpegOpusTranscoding implements OpusTranscoding {
    /// Longer descriptions are hostile; that of Vorbis has a few thousand bytes.
    private static final int MAX_DESCRIPTION_BYTES = 64 * 1024;

    @Override
    public boolean takes(String codecString) {
        return AudioCodecs.decoder(codecString).isPresent();
    }

    @Override
    public Optional<Session> open(
            String codecString, byte[] description, int sampleRate, int channels) {
        if (description.length > MAX_DESCRIPTION_BYTES) {
            return Optional.empty();
        }
        return AudioCodecs.decoder(codecString)
                .map(
                        name ->
                                new AudioDecoder.Setup(
                                        name, description.clone(), sampleRate, channels))
                .flatMap(FfmpegOpusTranscoding::open);
    }

    private static Optional<Session> open(AudioDecoder.Setup setup) {
        Optional<AudioDecoder> decoder = AudioDecoder.open(setup);
        if (decoder.isEmpty()) {
            return Optional.empty();
        }
        Optional<OpusEncoder> encoder = OpusEncoder.open(Math.min(2, setup.channels()));
        if (encoder.isEmpty()) {
            decoder.get().close();
            return Optional.empty();
        }
        return Optional.of(new FfmpegOpusSession(setup, decoder.get(), encoder.get()));
    }
}
