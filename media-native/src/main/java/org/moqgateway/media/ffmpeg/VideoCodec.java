package org.moqgateway.media.ffmpeg;

import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avcodec;

/// FFmpeg's decoder for a codec string of video (WebCodecs Codec Registry).
///
/// @param decoder its name
/// @param id the codec, for its parser
/// @param described whether the decoder wants the description (avcC, hvcC); what others have in
///     theirs is in every keyframe
record VideoCodec(String decoder, int id, boolean described) {
    /// Looks a codec up.
    ///
    /// @return empty for a codec that is not known
    static Optional<VideoCodec> of(String codecString) {
        int dot = codecString.indexOf('.');
        String family = dot < 0 ? codecString : codecString.substring(0, dot);
        return Optional.ofNullable(
                switch (family.toLowerCase(Locale.ROOT)) {
                    case "avc1", "avc3" -> new VideoCodec("h264", avcodec.AV_CODEC_ID_H264, true);
                    case "hvc1", "hev1" -> new VideoCodec("hevc", avcodec.AV_CODEC_ID_HEVC, true);
                    case "vp8", "vp08" -> new VideoCodec("vp8", avcodec.AV_CODEC_ID_VP8, false);
                    case "vp9", "vp09" -> new VideoCodec("vp9", avcodec.AV_CODEC_ID_VP9, false);
                    // FFmpeg's own decoder of AV1 needs a graphics card.
                    case "av01" -> new VideoCodec("libaom-av1", avcodec.AV_CODEC_ID_AV1, false);
                    default -> null;
                });
    }
}
