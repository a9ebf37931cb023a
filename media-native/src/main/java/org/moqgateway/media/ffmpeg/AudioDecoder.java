package org.moqgateway.media.ffmpeg;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/// Decodes one audio track. Confined to one thread at a time.
final class AudioDecoder implements AutoCloseable {
    /// Sample rates outside are hostile: resampling would blow frames up.
    private static final int MIN_RATE_HZ = 4_000;

    private static final int MAX_RATE_HZ = 384_000;
    private static final int MAX_CHANNELS = 16;
    private static final int MAX_FRAME_SAMPLES = 1 << 16;

    private final AVCodecContext context;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();

    private AudioDecoder(AVCodecContext context) {
        this.context = context;
    }

    /// What a track says of itself.
    ///
    /// @param description as the decoder wants it; empty for none
    @SuppressWarnings("ArrayRecordComponent") // Compared with nothing.
    record Setup(String decoder, byte[] description, int sampleRate, int channels) {}

    /// Opens a decoder.
    ///
    /// @return empty when there is no such decoder, or it does not take the description
    static Optional<AudioDecoder> open(Setup setup) {
        AVCodec codec = avcodec.avcodec_find_decoder_by_name(setup.decoder());
        boolean sane =
                setup.sampleRate() >= MIN_RATE_HZ
                        && setup.sampleRate() <= MAX_RATE_HZ
                        && setup.channels() >= 1
                        && setup.channels() <= MAX_CHANNELS;
        if (codec == null || !sane) {
            return Optional.empty();
        }
        AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        context.thread_count(1);
        context.sample_rate(setup.sampleRate());
        avutil.av_channel_layout_default(context.ch_layout(), setup.channels());
        context.pkt_timebase().num(1).den(1_000_000);
        NativeBytes.extradata(context, setup.description());
        if (avcodec.avcodec_open2(context, codec, NativeBytes.NO_OPTIONS) < 0) {
            avcodec.avcodec_free_context(context);
            return Optional.empty();
        }
        return Optional.of(new AudioDecoder(context));
    }

    /// Gives it one frame of the track; then ask [#receive] until it has no more.
    void send(byte[] bytes, int offset, int length, long timestampUs) {
        if (NativeBytes.fill(packet, bytes, offset, length)) {
            packet.pts(timestampUs);
            // What it refuses is left out: the next frame shows the gap.
            int ignored = avcodec.avcodec_send_packet(context, packet);
            avcodec.av_packet_unref(packet);
        }
    }

    /// Decodes into [#frame].
    ///
    /// @return false when there is nothing (more)
    boolean receive() {
        while (avcodec.avcodec_receive_frame(context, frame) == 0) {
            boolean sane =
                    frame.sample_rate() >= MIN_RATE_HZ
                            && frame.sample_rate() <= MAX_RATE_HZ
                            && frame.ch_layout().nb_channels() <= MAX_CHANNELS
                            && frame.nb_samples() <= MAX_FRAME_SAMPLES;
            if (sane) {
                return true;
            }
        }
        return false;
    }

    /// What was received last, valid until the next call.
    AVFrame frame() {
        return frame;
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(context);
    }
}
