package org.moqgateway.core.negotiation;

import java.util.List;

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
public record NegotiatedCodec(
        RtpCodec codec,
        int payloadType,
        int clockRateHz,
        int channels,
        String fmtp,
        String remoteFmtp,
        int rtxPayloadType) {

    /// The formats of the `m=` line: the codec, and its retransmissions if negotiated.
    public List<String> formats() {
        return rtxPayloadType < 0
                ? List.of(Integer.toString(payloadType))
                : List.of(Integer.toString(payloadType), Integer.toString(rtxPayloadType));
    }
}
