package org.moqgateway.media.ffmpeg;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVAudioFifo;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/// Makes Opus packets of 20 ms of samples of any number (RFC 6716 §2.1.4). Confined to one
/// thread at a time.
final class OpusEncoder implements AutoCloseable {
    static final int RATE_HZ = 48_000;

    /// Interleaved, so that there is one plane.
    static final int FORMAT = avutil.AV_SAMPLE_FMT_FLT;

    /// 20 ms.
    static final int PACKET_SAMPLES = 960;

    static final long PACKET_US = 20_000;

    /// Transparent for what has been compressed once already.
    private static final int BITRATE_PER_CHANNEL_BPS = 64_000;

    private final AVCodecContext context;
    private final AVAudioFifo samples;
    private final AVFrame frame = avutil.av_frame_alloc();
    private final AVPacket packet = avcodec.av_packet_alloc();
    private long encoded;

    private OpusEncoder(AVCodecContext context) {
        this.context = context;
        this.samples =
                avutil.av_audio_fifo_alloc(
                        FORMAT, context.ch_layout().nb_channels(), 2 * PACKET_SAMPLES);
        frame.format(FORMAT).sample_rate(RATE_HZ).nb_samples(PACKET_SAMPLES);
        frame.ch_layout(context.ch_layout());
        if (samples == null || avutil.av_frame_get_buffer(frame, 0) < 0) {
            throw new OutOfMemoryError("no native memory for an Opus encoder");
        }
    }

    /// Opens an encoder.
    ///
    /// @param channels 1 or 2
    /// @return empty where FFmpeg was built without libopus
    static Optional<OpusEncoder> open(int channels) {
        AVCodec codec = avcodec.avcodec_find_encoder_by_name("libopus");
        if (codec == null) {
            return Optional.empty();
        }
        AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        context.thread_count(1);
        context.sample_rate(RATE_HZ);
        context.sample_fmt(FORMAT);
        avutil.av_channel_layout_default(context.ch_layout(), channels);
        context.bit_rate((long) BITRATE_PER_CHANNEL_BPS * channels);
        context.time_base().num(1).den(RATE_HZ);
        if (avcodec.avcodec_open2(context, codec, NativeBytes.NO_OPTIONS) < 0
                || context.frame_size() != PACKET_SAMPLES) {
            avcodec.avcodec_free_context(context);
            return Optional.empty();
        }
        return Optional.of(new OpusEncoder(context));
    }

    /// How samples must come.
    AVChannelLayout layout() {
        return context.ch_layout();
    }

    /// By how much a packet's first sample is older than the first that was read for it: the
    /// encoder looks ahead.
    long lookaheadUs() {
        return context.initial_padding() * 1_000_000L / RATE_HZ;
    }

    /// Adds samples, as [#FORMAT] at [#RATE_HZ].
    void add(AVFrame converted) {
        if (converted.nb_samples() > 0) {
            int ignored =
                    avutil.av_audio_fifo_write(
                            samples, converted.extended_data(), converted.nb_samples());
        }
    }

    /// Whether [#next] would have any samples.
    boolean any() {
        return avutil.av_audio_fifo_size(samples) > 0;
    }

    /// Whether [#next] has all the samples that it wants.
    boolean ready() {
        return avutil.av_audio_fifo_size(samples) >= PACKET_SAMPLES;
    }

    /// Encodes 20 ms; where fewer samples are left, silence follows them.
    ///
    /// @return empty when the encoder failed
    Optional<byte[]> next() {
        if (avutil.av_frame_make_writable(frame) < 0) {
            return Optional.empty();
        }
        int read = avutil.av_audio_fifo_read(samples, frame.extended_data(), PACKET_SAMPLES);
        int channels = context.ch_layout().nb_channels();
        if (read < 0
                || avutil.av_samples_set_silence(
                                frame.extended_data(),
                                read,
                                PACKET_SAMPLES - read,
                                channels,
                                FORMAT)
                        < 0) {
            return Optional.empty();
        }
        frame.pts(encoded);
        encoded += PACKET_SAMPLES;
        if (avcodec.avcodec_send_frame(context, frame) < 0
                || avcodec.avcodec_receive_packet(context, packet) < 0) {
            return Optional.empty();
        }
        byte[] bytes = NativeBytes.of(packet);
        avcodec.av_packet_unref(packet);
        return Optional.of(bytes);
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(frame);
        avutil.av_audio_fifo_free(samples);
        avcodec.avcodec_free_context(context);
    }
}
