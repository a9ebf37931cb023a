package org.moqgateway.media.ffmpeg;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.moqgateway.media.picture.Keyframe;
import org.moqgateway.media.picture.KeyframeDecoder;
import org.moqgateway.media.picture.PictureRefusal;

/// Decodes one keyframe. Made for one picture; confined to one thread.
final class VideoDecoder implements AutoCloseable {
    /// `AV_FRAME_FLAG_CORRUPT`, which bytedeco's classes leave out.
    private static final int CORRUPT = 1;

    private final AVCodecContext context;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();

    private VideoDecoder(AVCodecContext context) {
        this.context = context;
    }

    /// Opens a decoder.
    ///
    /// @return empty when FFmpeg was built without the decoder, or it does not take the description
    static Optional<VideoDecoder> open(VideoCodec codec, byte[] description) {
        AVCodec decoder = avcodec.avcodec_find_decoder_by_name(codec.decoder());
        if (decoder == null) {
            return Optional.empty();
        }
        AVCodecContext context = avcodec.avcodec_alloc_context3(decoder);
        context.thread_count(1);
        // Before anything is allocated for a picture.
        context.max_pixels((long) KeyframeDecoder.MAX_SIDE * KeyframeDecoder.MAX_SIDE);
        if (codec.described()) {
            NativeBytes.extradata(context, description);
        }
        if (avcodec.avcodec_open2(context, decoder, NativeBytes.NO_OPTIONS) < 0) {
            avcodec.avcodec_free_context(context);
            return Optional.empty();
        }
        return Optional.of(new VideoDecoder(context));
    }

    /// Decodes into [#frame].
    ///
    /// @return why there is no picture; empty when there is one
    Optional<PictureRefusal> decode(VideoCodec codec, Keyframe keyframe) {
        if (!NativeBytes.fill(packet, keyframe.bytes(), keyframe.offset(), keyframe.length())) {
            return Optional.of(PictureRefusal.TOO_LARGE);
        }
        // libaom allocates what a header asks for, whatever the limit: it is looked at before.
        if (codec.id() == avcodec.AV_CODEC_ID_AV1 && tooLarge(codec)) {
            return Optional.of(PictureRefusal.TOO_LARGE);
        }
        int sent = avcodec.avcodec_send_packet(context, packet);
        avcodec.av_packet_unref(packet);
        boolean whole =
                sent == 0
                        && avcodec.avcodec_send_packet(context, null) == 0
                        && avcodec.avcodec_receive_frame(context, frame) == 0
                        && frame.decode_error_flags() == 0
                        && (frame.flags() & CORRUPT) == 0;
        if (!whole) {
            return Optional.of(PictureRefusal.MALFORMED);
        }
        return frame.width() > KeyframeDecoder.MAX_SIDE || frame.height() > KeyframeDecoder.MAX_SIDE
                ? Optional.of(PictureRefusal.TOO_LARGE)
                : Optional.empty();
    }

    private boolean tooLarge(VideoCodec codec) {
        AVCodecParserContext parser = avcodec.av_parser_init(codec.id());
        AVCodecContext scratch = avcodec.avcodec_alloc_context3(null);
        BytePointer out = new BytePointer();
        try (IntPointer size = new IntPointer(1)) {
            int ignored =
                    avcodec.av_parser_parse2(
                            parser,
                            scratch,
                            out,
                            size,
                            packet.data(),
                            packet.size(),
                            avutil.AV_NOPTS_VALUE,
                            avutil.AV_NOPTS_VALUE,
                            0);
            return parser.width() > KeyframeDecoder.MAX_SIDE
                    || parser.height() > KeyframeDecoder.MAX_SIDE;
        } finally {
            avcodec.av_parser_close(parser);
            avcodec.avcodec_free_context(scratch);
        }
    }

    /// What was decoded, valid until this is closed.
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
