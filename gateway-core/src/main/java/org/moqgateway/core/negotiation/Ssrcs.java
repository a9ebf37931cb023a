package org.moqgateway.core.negotiation;

/// The synchronization sources of one direction of a media section.
///
/// @param primary 0..2^32-1, or -1 when the description names none
/// @param rtx     the retransmission stream (RFC 4588), or -1
public record Ssrcs(long primary, long rtx) {
    /// Nothing signalled.
    public static final Ssrcs NONE = new Ssrcs(-1, -1);
}
