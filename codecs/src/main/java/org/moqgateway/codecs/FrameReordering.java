package org.moqgateway.codecs;

/// Tells which frames of a stream are shown in another order than they are decoded in (B-frames),
/// which a WebRTC receiver cannot do: it shows each frame as it is decoded.
///
/// Thread rule: confined to one thread; one instance for one stream, fed every frame in decoding
/// order. Errors: foreign bytes never throw.
public interface FrameReordering {
    /// What a frame is to the order of the stream.
    enum Verdict {
        /// Shown after everything that was decoded before it.
        IN_ORDER,
        /// Shown before something that was decoded before it, and no other frame needs it: it may
        /// be left out.
        DISPOSABLE,
        /// Shown before something that was decoded before it, and others may need it.
        REFERENCED
    }

    /// Looks at the next frame.
    ///
    /// @param frame the array that holds the frame (Annex B), only read
    /// @param offset where it begins
    /// @param length its bytes
    /// @param keyframe whether decoding can begin here, which begins a new order
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    Verdict next(byte[] frame, int offset, int length, boolean keyframe);
}
