package org.moqgateway.media.picture;

/// Makes a picture of a keyframe.
///
/// Thread rule: any thread; a call works as long as the picture takes, so never on a media loop.
@FunctionalInterface
public interface KeyframeDecoder {
    /// The widest and the highest picture that is decoded, in pixels.
    int MAX_SIDE = 4096;

    /// Decodes nothing.
    KeyframeDecoder NONE = (_, _) -> new PictureResult.Refused(PictureRefusal.UNSUPPORTED);

    /// Decodes one keyframe. Never throws for what its bytes hold.
    ///
    /// @param maxWidth the picture is scaled down to this many pixels, never up; at least 1
    PictureResult decode(Keyframe keyframe, int maxWidth);

    /// This decoder, and another one for what this one refuses.
    ///
    /// @return answers with the refusal that says more about the keyframe when both refuse
    default KeyframeDecoder orElse(KeyframeDecoder other) {
        return (keyframe, maxWidth) -> {
            PictureResult first = decode(keyframe, maxWidth);
            if (!(first instanceof PictureResult.Refused(PictureRefusal reason))) {
                return first;
            }
            PictureResult second = other.decode(keyframe, maxWidth);
            return second instanceof PictureResult.Refused(PictureRefusal otherReason)
                            && otherReason == PictureRefusal.UNSUPPORTED
                    ? new PictureResult.Refused(reason)
                    : second;
        };
    }
}
