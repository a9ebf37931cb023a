package org.moqgateway.codecs;

/// Takes the layers above a [LayerLimit] out of the stored frames of a scalable stream.
///
/// Thread rule: confined to one thread; one instance for one stream, fed every frame in decoding
/// order: a limit takes effect where the stream allows it, a higher one at a keyframe at the
/// latest. Errors: foreign bytes never throw; what cannot be understood passes unchanged.
public interface LayerFilter {
    /// Filters one frame.
    ///
    /// @param frame the array that holds the frame as it is stored, only read
    /// @param offset where it begins
    /// @param length its bytes
    /// @param keyframe whether decoding can begin here
    /// @return what is left; the very array given when nothing was taken out of it and the frame
    ///     fills it; an empty array when the whole frame belongs to a higher layer
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    byte[] filter(byte[] frame, int offset, int length, boolean keyframe);
}
