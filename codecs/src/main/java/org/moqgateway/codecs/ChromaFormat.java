package org.moqgateway.codecs;

/// How the colour planes of a picture are sampled (H.264 table 6-1).
public enum ChromaFormat {
    /// No colour planes.
    MONOCHROME,
    /// Half the width, half the height: what every WebRTC decoder takes.
    YUV_420,
    /// Half the width.
    YUV_422,
    /// As many as luma samples; also RGB.
    YUV_444
}
