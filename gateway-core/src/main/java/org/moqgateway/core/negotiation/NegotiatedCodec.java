package org.moqgateway.core.negotiation;

/// The codec of a media section and its payload types.
///
/// @param payloadType    0..127
/// @param clockRateHz    the RTP clock rate
/// @param channels       audio channels, 1 for video
/// @param fmtp           the negotiated format parameters as they stand in the answer, or the empty
/// string
/// @param rtxPayloadType the payload type of retransmissions (RFC 4588), or -1
public record NegotiatedCodec(
        RtpCodec codec,
        int payloadType,
        int clockRateHz,
        int channels,
        String fmtp,
        int rtxPayloadType) {}
