package org.moqgateway.media.picture;

/// What decoding a keyframe gave.
public sealed interface PictureResult {
    /// A picture.
    record Decoded(Picture picture) implements PictureResult {}

    /// None.
    record Refused(PictureRefusal reason) implements PictureResult {}
}
