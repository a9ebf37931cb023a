package org.moqgateway.codecs;

import java.util.OptionalDouble;

/// What a video bitstream says about itself.
///
/// @param codecString the WebCodecs codec string (RFC 6381), such as `avc3.42e01f`
/// @param codedWidth width of the pictures in pixels, after cropping
/// @param codedHeight height of the pictures in pixels, after cropping
/// @param frameRate frames per second, empty when the bitstream does not tell
/// @param samples bit depth and chroma sampling
public record VideoConfig(
        String codecString,
        int codedWidth,
        int codedHeight,
        OptionalDouble frameRate,
        SampleFormat samples) {}
