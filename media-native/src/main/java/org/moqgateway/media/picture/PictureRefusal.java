package org.moqgateway.media.picture;

/// Why a keyframe gave no picture.
public enum PictureRefusal {
    /// The decoder does not know the codec, or not this way to use it.
    UNSUPPORTED,

    /// The bytes are no keyframe, or are damaged.
    MALFORMED,

    /// The keyframe has more bytes than [Keyframe#MAX_BYTES], or its picture more pixels than
    /// [KeyframeDecoder#MAX_SIDE] each way.
    TOO_LARGE
}
