package org.moqgateway.core.streams;

import static org.moqgateway.core.streams.StreamFormat.AV1;
import static org.moqgateway.core.streams.StreamFormat.H264;
import static org.moqgateway.core.streams.StreamFormat.H265;
import static org.moqgateway.core.streams.StreamFormat.VP8;
import static org.moqgateway.core.streams.StreamFormat.VP9;

import java.util.List;
import java.util.stream.Stream;

/// The streams that every payload format has to carry: each encoder, and each shape that its
/// bitstream can take.
final class StreamRecipes {
    private static final String X264 = "-preset veryfast -b:v 400k ";

    private StreamRecipes() {}

    static List<StreamRecipe> all() {
        return Stream.of(h264(), h265(), vp8(), vp9(), av1()).flatMap(List::stream).toList();
    }

    private static List<StreamRecipe> h264() {
        return List.of(
                new StreamRecipe(
                        "baseline in four slices, cropped",
                        H264,
                        "libopenh264",
                        "322x182 yuv420p",
                        30,
                        "-profile:v constrained_baseline -g 15 -b:v 300k -slices 4"),
                x264("high profile with B-frames", "320x180 yuv420p", "-bf 3 -g 15"),
                x264(
                        "slices of limited size",
                        "320x180 yuv420p",
                        "-tune zerolatency -x264-params slices=4:slice-max-size=700 -g 15"),
                x264("intra refresh", "320x180 yuv420p", "-intra-refresh 1 -g 15 -bf 0"),
                x264("one keyframe alone", "320x180 yuv420p", "-g 600 -bf 0"),
                x264("interlaced", "320x180 yuv420p", "-flags +ildct+ilme -g 15"),
                x264("4:4:4 in an odd size", "321x181 yuv444p", "-g 15"),
                x264("4:2:2 of ten bits", "322x182 yuv422p10", "-g 15"),
                new StreamRecipe(
                        "4K",
                        H264,
                        "libx264",
                        "3840x2160 yuv420p",
                        3,
                        "-preset ultrafast -g 2 -crf 36"));
    }

    private static List<StreamRecipe> h265() {
        return List.of(
                x265("open groups with B-frames", "320x180 yuv420p", "keyint=15:min-keyint=15"),
                x265(
                        "slices and wavefronts",
                        "640x360 yuv420p",
                        "keyint=15:slices=3:wpp=1:open-gop=0"),
                x265("intra refresh", "320x180 yuv420p", "keyint=15:intra-refresh=1:bframes=0"),
                x265("one keyframe alone, cropped", "322x182 yuv420p", "keyint=600:bframes=0"),
                x265("temporal layers", "320x180 yuv420p", "keyint=15:temporal-layers=1"),
                x265("ten bits", "320x180 yuv420p10", "keyint=15:bframes=0"),
                x265("4:4:4 in an odd size", "321x181 yuv444p", "keyint=15:bframes=0"),
                new StreamRecipe(
                        "4K",
                        H265,
                        "libx265",
                        "3840x2160 yuv420p",
                        3,
                        "-preset ultrafast -crf 30 -x265-params"
                                + " log-level=error:keyint=2:rc-lookahead=1:bframes=0"));
    }

    private static StreamRecipe x265(String name, String picture, String parameters) {
        String options = "-preset veryfast -b:v 400k -x265-params log-level=error:";
        return new StreamRecipe(name, H265, "libx265", picture, 30, options + parameters);
    }

    private static List<StreamRecipe> vp8() {
        return List.of(
                vp8("eight partitions in an odd size", "321x181 yuv420p", "-g 15 -slices 8"),
                vp8(
                        "error resilient",
                        "320x180 yuv420p",
                        "-g 15 -error-resilient default+partitions -slices 4"),
                vp8(
                        "three temporal layers",
                        "320x180 yuv420p",
                        "-g 16 -error-resilient default -lag-in-frames 0"
                                + " -ts-parameters ts_number_layers=3:ts_target_bitrate=100,200,400"
                                + ":ts_rate_decimator=4,2,1:ts_periodicity=4:ts_layer_id=0,2,1,2"
                                + ":ts_layering_mode=3"),
                vp8("one keyframe alone", "320x180 yuv420p", "-g 600"),
                new StreamRecipe(
                        "hidden frames",
                        VP8,
                        "libvpx",
                        "176x144 yuv420p",
                        30,
                        "-deadline good -cpu-used 5 -g 30 -b:v 100k -auto-alt-ref 1"
                                + " -lag-in-frames 16"),
                new StreamRecipe(
                        "4K",
                        VP8,
                        "libvpx",
                        "3840x2160 yuv420p",
                        3,
                        "-deadline realtime -cpu-used 16 -g 2 -b:v 8M"));
    }

    private static StreamRecipe vp8(String name, String picture, String options) {
        String realtime = "-deadline realtime -cpu-used 8 -b:v 400k ";
        return new StreamRecipe(name, VP8, "libvpx", picture, 30, realtime + options);
    }

    private static List<StreamRecipe> vp9() {
        return List.of(
                vp9("an odd size", "321x181 yuv420p", "-g 15"),
                vp9(
                        "tiles in columns and rows",
                        "1024x576 yuv420p",
                        "-tile-columns 2 -tile-rows 1"),
                vp9("error resilient", "320x180 yuv420p", "-g 15 -error-resilient default"),
                vp9("one keyframe alone", "320x180 yuv420p", "-g 600"),
                vp9("ten bits", "320x180 yuv420p10", "-g 15"),
                vp9("4:4:4", "320x180 yuv444p", "-g 15"),
                new StreamRecipe(
                        "superframes with hidden frames",
                        VP9,
                        "libvpx-vp9",
                        "320x180 yuv420p",
                        30,
                        "-deadline good -cpu-used 5 -g 15 -b:v 200k -auto-alt-ref 1"
                                + " -lag-in-frames 16"),
                new StreamRecipe(
                        "4K",
                        VP9,
                        "libvpx-vp9",
                        "3840x2160 yuv420p",
                        3,
                        "-deadline realtime -cpu-used 8 -g 2 -b:v 8M -tile-columns 4"));
    }

    private static StreamRecipe vp9(String name, String picture, String options) {
        String realtime = "-deadline realtime -cpu-used 8 -b:v 400k ";
        return new StreamRecipe(name, VP9, "libvpx-vp9", picture, 30, realtime + options);
    }

    private static List<StreamRecipe> av1() {
        return List.of(
                svt("random access", "320x180 yuv420p", "-g 15 -crf 31"),
                svt("low delay", "320x180 yuv420p", "-g 15 -crf 45 -svtav1-params pred-struct=1"),
                svt(
                        "tiles",
                        "640x360 yuv420p",
                        "-g 15 -crf 43 -svtav1-params tile-columns=2:tile-rows=1"),
                svt("ten bits", "322x182 yuv420p10", "-g 15 -crf 40"),
                new StreamRecipe(
                        "4K", AV1, "libsvtav1", "3840x2160 yuv420p", 3, "-preset 12 -g 2 -crf 50"),
                aom("realtime in an odd size", "321x181 yuv420p", "-g 15"),
                aom("eight tiles", "512x256 yuv420p", "-g 15 -tiles 4x2"),
                aom("error resilient", "320x180 yuv420p", "-g 600 -aom-params error-resilient=1"),
                new StreamRecipe(
                        "hidden frames",
                        AV1,
                        "libaom-av1",
                        "176x144 yuv420p",
                        30,
                        "-usage good -cpu-used 8 -g 20 -b:v 200k -lag-in-frames 16"));
    }

    /// With a bit rate to keep, this encoder makes another stream each time.
    private static StreamRecipe svt(String name, String picture, String options) {
        return new StreamRecipe(name, AV1, "libsvtav1", picture, 30, "-preset 12 " + options);
    }

    private static StreamRecipe aom(String name, String picture, String options) {
        String realtime = "-usage realtime -cpu-used 8 -b:v 400k ";
        return new StreamRecipe(name, AV1, "libaom-av1", picture, 30, realtime + options);
    }

    private static StreamRecipe x264(String name, String picture, String options) {
        return new StreamRecipe(name, H264, "libx264", picture, 30, X264 + options);
    }
}
