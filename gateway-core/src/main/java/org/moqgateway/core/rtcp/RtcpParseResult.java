package org.moqgateway.core.rtcp;

/// What [RtcpReader#read] made of a datagram. Everything but [#OK] is to be counted.
public enum RtcpParseResult {
    /// Every packet was well-formed; those of unknown type were skipped.
    OK,
    /// Not even one 4-byte header. Nothing was visited.
    TOO_SHORT,
    /// A version other than 2. Nothing was visited.
    BAD_VERSION,
    /// A length that runs past the datagram, or bytes left over. Nothing was visited.
    BAD_LENGTH,
    /// A padding count of zero, or larger than the packet's body. Nothing was visited.
    BAD_PADDING,
    /// The framing is right, but a body is shorter than its own counts claim, or holds reserved
    /// values. That packet was skipped, the others were visited.
    BAD_BODY
}
