package org.moqgateway.codecs.nal;

import org.moqgateway.codecs.ChromaFormat;

/// `chroma_format_idc` of H.264 and H.265 (H.264 table 6-1, H.265 table 6-1).
public final class ChromaFormatIdc {
    private ChromaFormatIdc() {}

    /// What a code means.
    ///
    /// @param code 0 … 3
    public static ChromaFormat format(int code) {
        return switch (code) {
            case 0 -> ChromaFormat.MONOCHROME;
            case 1 -> ChromaFormat.YUV_420;
            case 2 -> ChromaFormat.YUV_422;
            default -> ChromaFormat.YUV_444;
        };
    }

    /// The code of a format.
    public static int code(ChromaFormat format) {
        return switch (format) {
            case MONOCHROME -> 0;
            case YUV_420 -> 1;
            case YUV_422 -> 2;
            case YUV_444 -> 3;
        };
    }
}
