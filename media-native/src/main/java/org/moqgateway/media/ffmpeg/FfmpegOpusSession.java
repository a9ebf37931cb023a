package org.moqgateway.media.ffmpeg;

import java.util.Objects;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.audio.OpusTranscoding;

/// One track on its way into Opus: decoder, resampler, encoder.
final class FfmpegOpusSession implements OpusTranscoding.Session {
    /// No frame of audio is as long; one second of the widest PCM is half of it.
    private static final int MAX_FRAME_BYTES = 4 << 20;

    private final AudioDecoder.Setup setup;
    private final OpusEncoder encoder;
    private final Resampler resampler;
    private final AudioTimeline timeline = new AudioTimeline(OpusEncoder.PACKET_US);
    private AudioDecoder decoder;
    private boolean looked;
    private boolean closed;

    /// @param decoder owned from now on, as is the encoder
    FfmpegOpusSession(AudioDecoder.Setup setup, AudioDecoder decoder, OpusEncoder encoder) {
        this.setup = setup;
        this.decoder = decoder;
        this.encoder = encoder;
        this.resampler = new Resampler(encoder.layout(), OpusEncoder.RATE_HZ, OpusEncoder.FORMAT);
    }

    @Override
    public void push(
            byte[] bytes, int offset, int length, long timestampUs, OpusTranscoding.Sink sink) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed || length == 0 || length > MAX_FRAME_BYTES) {
            return;
        }
        if (!looked) {
            looked = true;
            configure(bytes, offset, length);
        }
        decoder.send(bytes, offset, length, timestampUs);
        while (decoder.receive()) {
            take(decoder.frame(), sink);
        }
    }

    /// AAC of which nobody said how it is made says it itself, in ADTS headers; where it has none
    /// either, the catalog's rate and channels must do.
    private void configure(byte[] bytes, int offset, int length) {
        if (!AudioCodecs.isAac(setup.decoder())
                || setup.description().length > 0
                || AudioSpecificConfig.hasAdts(bytes, offset, length)) {
            return;
        }
        AudioSpecificConfig.of(setup.sampleRate(), setup.channels())
                .map(
                        config ->
                                new AudioDecoder.Setup(
                                        setup.decoder(),
                                        config,
                                        setup.sampleRate(),
                                        setup.channels()))
                .flatMap(AudioDecoder::open)
                .ifPresent(
                        configured -> {
                            decoder.close();
                            decoder = configured;
                        });
    }

    private void take(AVFrame frame, OpusTranscoding.Sink sink) {
        long timestampUs = frame.pts();
        // Of several frames in one packet the first alone has a time.
        if (timestampUs != avutil.AV_NOPTS_VALUE
                && timeline.arrival(timestampUs) == AudioTimeline.Arrival.BEGINS) {
            finish(sink);
            timeline.begin(timestampUs);
        }
        if (resampler.differs(frame)) {
            add(resampler.drain());
        }
        add(resampler.convert(frame));
        timeline.taken(frame.nb_samples(), frame.sample_rate());
        while (encoder.ready()) {
            encode(sink);
        }
    }

    /// Sends what is left before a gap, with silence up to a whole packet.
    private void finish(OpusTranscoding.Sink sink) {
        add(resampler.drain());
        while (encoder.any()) {
            encode(sink);
        }
    }

    private void add(@Nullable AVFrame converted) {
        if (converted != null) {
            encoder.add(converted);
        }
    }

    private void encode(OpusTranscoding.Sink sink) {
        long packetUs = timeline.nextPacketUs() - encoder.lookaheadUs();
        encoder.next().ifPresent(packet -> sink.opus(packet, packetUs));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        decoder.close();
        resampler.close();
        encoder.close();
    }
}
