package org.moqgateway.media.ffmpeg;

import java.nio.ByteOrder;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.moqgateway.media.picture.Keyframe;
import org.moqgateway.media.picture.KeyframeDecoder;
import org.moqgateway.media.picture.Picture;
import org.moqgateway.media.picture.PictureRefusal;
import org.moqgateway.media.picture.PictureResult;
import org.moqgateway.media.picture.PictureScale;

/// Pictures of every codec of [VideoCodec].
final class FfmpegKeyframeDecoder implements KeyframeDecoder {
    /// From this height on, video that does not say so has the colours of BT.709.
    private static final int HD_HEIGHT = 720;

    /// 0 to 2^16 stand for 0 to 1.
    private static final int ONE = 1 << 16;

    @Override
    public PictureResult decode(Keyframe keyframe, int maxWidth) {
        if (keyframe.length() > Keyframe.MAX_BYTES) {
            return new PictureResult.Refused(PictureRefusal.TOO_LARGE);
        }
        Optional<VideoCodec> codec = VideoCodec.of(keyframe.codecString());
        Optional<VideoDecoder> opened =
                codec.flatMap(known -> VideoDecoder.open(known, keyframe.description()));
        if (opened.isEmpty()) {
            return new PictureResult.Refused(
                    codec.isEmpty() ? PictureRefusal.UNSUPPORTED : PictureRefusal.MALFORMED);
        }
        try (VideoDecoder decoder = opened.get()) {
            return decoder.decode(codec.get(), keyframe)
                    .<PictureResult>map(PictureResult.Refused::new)
                    .orElseGet(() -> picture(decoder.frame(), maxWidth));
        }
    }

    private static PictureResult picture(AVFrame decoded, int maxWidth) {
        PictureScale size = PictureScale.of(decoded.width(), decoded.height(), maxWidth);
        SwsContext scaler =
                swscale.sws_getContext(
                        decoded.width(),
                        decoded.height(),
                        decoded.format(),
                        size.width(),
                        size.height(),
                        avutil.AV_PIX_FMT_BGR0,
                        swscale.SWS_AREA | swscale.SWS_ACCURATE_RND,
                        null,
                        null,
                        (DoublePointer) null);
        if (scaler == null) {
            return new PictureResult.Refused(PictureRefusal.UNSUPPORTED);
        }
        AVFrame scaled = avutil.av_frame_alloc();
        try {
            colours(scaler, decoded);
            scaled.format(avutil.AV_PIX_FMT_BGR0).width(size.width()).height(size.height());
            boolean done =
                    avutil.av_frame_get_buffer(scaled, 0) == 0
                            && swscale.sws_scale_frame(scaler, scaled, decoded) >= 0;
            return done
                    ? new PictureResult.Decoded(copy(scaled, size))
                    : new PictureResult.Refused(PictureRefusal.UNSUPPORTED);
        } finally {
            avutil.av_frame_free(scaled);
            swscale.sws_freeContext(scaler);
        }
    }

    private static void colours(SwsContext scaler, AVFrame decoded) {
        int matrix =
                switch (decoded.colorspace()) {
                    case avutil.AVCOL_SPC_BT709 -> swscale.SWS_CS_ITU709;
                    case avutil.AVCOL_SPC_BT2020_NCL -> swscale.SWS_CS_BT2020;
                    case avutil.AVCOL_SPC_UNSPECIFIED ->
                            decoded.height() >= HD_HEIGHT
                                    ? swscale.SWS_CS_ITU709
                                    : swscale.SWS_CS_ITU601;
                    default -> swscale.SWS_CS_ITU601;
                };
        boolean full = decoded.color_range() == avutil.AVCOL_RANGE_JPEG;
        // Formats without a matrix, such as RGB, refuse one.
        int ignored =
                swscale.sws_setColorspaceDetails(
                        scaler,
                        swscale.sws_getCoefficients(matrix),
                        full ? 1 : 0,
                        swscale.sws_getCoefficients(swscale.SWS_CS_DEFAULT),
                        1,
                        0,
                        ONE,
                        ONE);
    }

    private static Picture copy(AVFrame scaled, PictureScale size) {
        int stride = scaled.linesize(0) / Integer.BYTES;
        var pixels =
                scaled.data(0)
                        .capacity((long) scaled.linesize(0) * size.height())
                        .asByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asIntBuffer();
        int[] rgb = new int[size.width() * size.height()];
        for (int y = 0; y < size.height(); y++) {
            pixels.get(y * stride, rgb, y * size.width(), size.width());
        }
        return new Picture(size.width(), size.height(), rgb);
    }
}
