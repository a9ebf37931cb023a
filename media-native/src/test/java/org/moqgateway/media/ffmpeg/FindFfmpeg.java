package org.moqgateway.media.ffmpeg;

/// A program that says whether FFmpeg's library is there, and where it was unpacked.
final class FindFfmpeg {
    private FindFfmpeg() {}

    public static void main(String[] args) {
        System.out.println(
                "version="
                        + Ffmpeg.find().map(Ffmpeg::version).orElse("none")
                        + " folder="
                        + System.getProperty("org.bytedeco.javacpp.cachedir", "home"));
    }
}
