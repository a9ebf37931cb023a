package org.moqgateway.core.hang;

import org.jspecify.annotations.Nullable;

/// One way to get the video (draft-lcurley-moq-hang, Video; WebCodecs VideoDecoderConfig).
///
/// @param common what audio has too
/// @param codedWidth pixels, or null
/// @param codedHeight pixels, or null
/// @param displayAspectWidth with `displayAspectHeight` the shape of the picture, or null for
///     square pixels
/// @param displayAspectHeight see `displayAspectWidth`
/// @param framerate frames per second, or null
/// @param stalled whether the publisher advises against it for now, or null
/// @param optimizeForLatency a hint for the decoder, or null
public record VideoRendition(
        RenditionCommon common,
        @Nullable Integer codedWidth,
        @Nullable Integer codedHeight,
        @Nullable Integer displayAspectWidth,
        @Nullable Integer displayAspectHeight,
        @Nullable Double framerate,
        @Nullable Boolean stalled,
        @Nullable Boolean optimizeForLatency) {
    /// A rendition of known size.
    public static VideoRendition of(RenditionCommon common, int codedWidth, int codedHeight) {
        return new VideoRendition(common, codedWidth, codedHeight, null, null, null, null, null);
    }

    /// With other common fields.
    public VideoRendition withCommon(RenditionCommon newCommon) {
        return new VideoRendition(
                newCommon,
                codedWidth,
                codedHeight,
                displayAspectWidth,
                displayAspectHeight,
                framerate,
                stalled,
                optimizeForLatency);
    }

    /// With a frame rate; null for unknown.
    public VideoRendition withFramerate(@Nullable Double newFramerate) {
        return new VideoRendition(
                common,
                codedWidth,
                codedHeight,
                displayAspectWidth,
                displayAspectHeight,
                newFramerate,
                stalled,
                optimizeForLatency);
    }
}
