package org.moqgateway.core.rtp;

/// What [RtpPacket#wrap] found. Everything but [#OK] means: drop the packet and count the reason.
public enum RtpParseResult {
    /// A well-formed RTP packet.
    OK,
    /// Fewer than the 12 bytes of the fixed header.
    TOO_SHORT,
    /// The version is not 2.
    BAD_VERSION,
    /// The CSRC list runs past the end.
    TRUNCATED_CSRC_LIST,
    /// The header extension, or its length word, runs past the end.
    TRUNCATED_EXTENSION,
    /// The padding count is zero or larger than what follows the header.
    BAD_PADDING
}
