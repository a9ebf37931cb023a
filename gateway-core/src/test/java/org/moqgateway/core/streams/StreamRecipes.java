package org.moqgateway.core.streams;

import static org.moqgateway.core.streams.StreamFormat.H264;

import java.util.List;

/// The streams that every payload format has to carry: each encoder, and each shape that its
/// bitstream can take.
final class StreamRecipes {
    private static final String X264 = "-preset veryfast -b:v 400k ";

    private StreamRecipes() {}

    static List<StreamRecipe> all() {
        return h264();
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
                        6,
                        "-preset ultrafast -g 4 -crf 28"));
    }

    private static StreamRecipe x264(String name, String picture, String options) {
        return new StreamRecipe(name, H264, "libx264", picture, 30, X264 + options);
    }
}
