package org.moqgateway.core.streams;

import java.util.ArrayList;
import java.util.List;

/// How to make a stream: a moving test picture under noise, through one encoder.
///
/// @param name what is special about it
/// @param format of the stream
/// @param encoder as FFmpeg names it
/// @param picture size and samples, such as `320x180 yuv420p`
/// @param frames how many pictures
/// @param options of the encoder, as on FFmpeg's command line
record StreamRecipe(
        String name,
        StreamFormat format,
        String encoder,
        String picture,
        int frames,
        String options) {
    private static final int LARGE = 1_000_000;

    /// Width of the pictures in pixels.
    int width() {
        return Integer.parseInt(picture.substring(0, picture.indexOf('x')));
    }

    /// Height of the pictures in pixels.
    int height() {
        return Integer.parseInt(picture.substring(picture.indexOf('x') + 1, picture.indexOf(' ')));
    }

    /// Whether it takes long to send, so that not every payload size can be tried.
    boolean large() {
        return width() * height() > LARGE;
    }

    /// Arguments for FFmpeg that write the stream into a file.
    String[] arguments(String file) {
        String source =
                "testsrc2=size=640x360:rate=30,noise=alls=12:allf=t,scale=%d:%d,format=%s"
                        .formatted(width(), height(), picture.substring(picture.indexOf(' ') + 1));
        List<String> arguments =
                new ArrayList<>(List.of("-v", "error", "-y", "-f", "lavfi", "-i", source));
        arguments.addAll(List.of("-frames:v", Integer.toString(frames), "-c:v", encoder));
        arguments.addAll(List.of(options.split(" ")));
        arguments.addAll(format.muxerOptions());
        arguments.add(file);
        return arguments.toArray(String[]::new);
    }

    @Override
    public String toString() {
        return encoder + " " + name;
    }
}
