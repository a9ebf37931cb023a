package org.moqgateway.core.streams;

import java.util.List;

/// Reads and writes the frames of one kind of file, without the code under test.
interface StreamFile {
    /// The frames, in the form that the depacketizer promises.
    ///
    /// @param keyframes for each frame whether decoding can begin there
    List<byte[]> read(byte[] file, List<Boolean> keyframes);

    /// A file of such frames.
    byte[] write(List<byte[]> frames, StreamRecipe recipe);

    /// The part of a frame that no loss may change: what a decoder makes the picture of.
    byte[] picture(byte[] frame);
}
