package org.moqgateway.core.negotiation;

/// What names our RTP streams.
///
/// @param cname        RFC 7022 canonical name, one for all streams
/// @param streamId     the MediaStream identifier in `a=msid` (RFC 8830), 1 to 64 token characters
/// @param audioSsrc    0..2^32-1
/// @param videoSsrc    0..2^32-1
/// @param videoRtxSsrc 0..2^32-1
public record LocalStreams(
        String cname, String streamId, long audioSsrc, long videoSsrc, long videoRtxSsrc) {}
