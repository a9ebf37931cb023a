package org.moqgateway.core.rtcp;

/// Receives what [RtcpReader] finds, in wire order. Views and arrays are lent for the call. The
/// methods do nothing unless overridden.
public interface RtcpVisitor {
    /// SR (RFC 3550 §6.4.1); its report blocks follow as [#reportBlock].
    default void senderReport(int senderSsrc, SenderInfo info) {}

    /// One block of an SR or RR.
    default void reportBlock(int senderSsrc, ReportBlock block) {}

    /// The CNAME item of an SDES chunk (RFC 3550 §6.5.1): `length` UTF-8 bytes, 0..255.
    default void cname(int ssrc, byte[] buffer, int offset, int length) {}

    /// One source of a BYE (RFC 3550 §6.6).
    default void bye(int ssrc) {}

    /// PLI (RFC 4585 §6.3.1).
    default void pictureLossIndication(int senderSsrc, int mediaSsrc) {}

    /// One entry of an FIR (RFC 5104 §4.3.1). A repeated `commandSequenceNumber` (0..255) is the
    /// same
    /// request again.
    default void fullIntraRequest(int senderSsrc, int mediaSsrc, int commandSequenceNumber) {}

    /// One missing packet named by a generic NACK (RFC 4585 §6.2.1), bitmask already taken apart.
    default void nack(int senderSsrc, int mediaSsrc, int sequenceNumber) {}

    /// Transport-wide feedback.
    default void transportFeedback(TransportFeedback feedback) {}

    /// REMB: the receiver's estimate for one of its streams; called once for each SSRC it names.
    default void receiverEstimate(int senderSsrc, int mediaSsrc, long bitrateBps) {}
}
