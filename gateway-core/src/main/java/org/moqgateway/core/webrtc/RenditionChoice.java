package org.moqgateway.core.webrtc;

import java.util.Optional;
import java.util.OptionalInt;

/// Which renditions of a broadcast are sent on, where it has several.
///
/// @param videoName the name of the video rendition; empty for any. The empty string: no video
/// @param maxHeight the greatest coded height in pixels; empty for any
/// @param audioName the name of the audio rendition; empty for any. The empty string: no audio
public record RenditionChoice(
        Optional<String> videoName, OptionalInt maxHeight, Optional<String> audioName) {
    /// No preference: the best of each kind.
    public static final RenditionChoice ANY =
            new RenditionChoice(Optional.empty(), OptionalInt.empty(), Optional.empty());
}
