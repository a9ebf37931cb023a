package org.moqgateway.media.picture;

import java.util.Objects;

/// A frame that a decoder can begin with, as its track has it.
///
/// The arrays are lent: whoever holds the keyframe must not write to them.
///
/// @param codecString the WebCodecs codec string, such as `avc3.42e01f`
/// @param description the WebCodecs description (avcC, hvcC …); empty when the parameter sets are
///     in the bitstream
/// @param bytes the array that holds the codec's bytes
/// @param offset where they begin
/// @param length how many there are
@SuppressWarnings("ArrayRecordComponent") // Compared with nothing.
public record Keyframe(
        String codecString, byte[] description, byte[] bytes, int offset, int length) {
    /// More bytes than this are hostile: a 4K keyframe has about 2 MB.
    public static final int MAX_BYTES = 16 << 20;

    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public Keyframe {
        Objects.requireNonNull(codecString);
        Objects.requireNonNull(description);
        Objects.checkFromIndexSize(offset, length, bytes.length);
    }
}
