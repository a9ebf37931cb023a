package org.moqgateway.core.negotiation;

import java.util.List;
import java.util.stream.IntStream;
import org.moqgateway.core.sdp.FormatParameters;

/// The codec of a media section and its payload types.
///
/// @param payloadType    0..127
/// @param clockRateHz    the RTP clock rate
/// @param channels       audio channels as `a=rtpmap` says, 1 for video
/// @param fmtp           our own format parameters as they stand in our description, or the empty
/// string
/// @param remoteFmtp     the peer's format parameters, which may hold `sprop-parameter-sets`, or
/// the empty string
/// @param rtxPayloadType the payload type of retransmissions (RFC 4588), or -1
/// @param redPayloadType the payload type under which the same frames come with their predecessors
/// (RFC 2198), or -1
public record NegotiatedCodec(
        RtpCodec codec,
        int payloadType,
        int clockRateHz,
        int channels,
        String fmtp,
        String remoteFmtp,
        int rtxPayloadType,
        int redPayloadType) {

    /// Without redundancy.
    public NegotiatedCodec(
            RtpCodec codec,
            int payloadType,
            int clockRateHz,
            int channels,
            String fmtp,
            String remoteFmtp,
            int rtxPayloadType) {
        this(codec, payloadType, clockRateHz, channels, fmtp, remoteFmtp, rtxPayloadType, -1);
    }

    /// With redundancy.
    NegotiatedCodec withRed(int redType) {
        return new NegotiatedCodec(
                codec,
                payloadType,
                clockRateHz,
                channels,
                fmtp,
                remoteFmtp,
                rtxPayloadType,
                redType);
    }

    /// The formats of the `m=` line: the codec, the one that is preferred first, and its
    /// retransmissions if negotiated.
    public List<String> formats() {
        return IntStream.of(redPayloadType, payloadType, rtxPayloadType)
                .filter(type -> type >= 0)
                .mapToObj(Integer::toString)
                .toList();
    }

    /// Whether the peer can show a stream under what was agreed.
    ///
    /// @param codecString what the stream is, such as `avc3.640028`
    public boolean takes(String codecString) {
        FormatRules rules = codec.rules();
        return rules.isNamedBy(codecString)
                && rules.rank(peer(), codecString) != FormatRules.UNUSABLE;
    }

    /// H.264: whether the peer takes nothing but single NAL units (RFC 6184 §6.2).
    public boolean singleNalUnits() {
        return codec == RtpCodec.H264 && H264Format.singleNalUnits(peer());
    }

    private FormatParameters peer() {
        return new FormatParameters(payloadType, remoteFmtp);
    }
}
