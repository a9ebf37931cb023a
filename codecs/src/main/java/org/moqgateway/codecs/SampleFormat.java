package org.moqgateway.codecs;

/// The samples of a picture.
///
/// @param bitDepth bits of a luma sample, 8 … 16
/// @param chroma how the colour planes are sampled
public record SampleFormat(int bitDepth, ChromaFormat chroma) {
    /// 8 bits, 4:2:0: what every WebRTC decoder takes.
    public static final SampleFormat YUV_420_8 = new SampleFormat(8, ChromaFormat.YUV_420);

    /// @throws IllegalArgumentException when the bit depth is not 8 … 16
    public SampleFormat {
        if (bitDepth < 8 || bitDepth > 16) {
            throw new IllegalArgumentException("bitDepth must be 8 … 16, was " + bitDepth);
        }
    }
}
