package org.moqgateway.core.egress;

import java.util.Optional;
import org.moqgateway.codecs.h264.AvcConfiguration;
import org.moqgateway.codecs.h265.HevcConfiguration;
import org.moqgateway.core.negotiation.RtpCodec;

/// Turns video as MP4 has it, lengths before the NAL units and parameter sets beside the frames,
/// into a byte stream with start codes (Annex B), which has its parameter sets before each
/// keyframe.
@FunctionalInterface
interface StoredShape {
    /// A frame as a byte stream; nothing when its lengths do not fit.
    byte[] annexB(byte[] frame, int offset, int length, boolean withParameterSets);

    /// Whether frames of a codec that come with a description have lengths.
    static boolean has(RtpCodec codec) {
        return codec == RtpCodec.H264 || codec == RtpCodec.H265;
    }

    /// The shape that a description tells.
    ///
    /// @param codec one that [#has] lengths
    /// @param description `avcC` or `hvcC`
    /// @return empty when the description is none
    static Optional<StoredShape> of(RtpCodec codec, byte[] description) {
        return codec == RtpCodec.H264
                ? AvcConfiguration.parse(description).map(avc -> avc::toAnnexB)
                : HevcConfiguration.parse(description).map(hevc -> hevc::toAnnexB);
    }
}
