package org.moqgateway.core.negotiation;

/// The identifiers of the RTP header extensions that both sides agreed on (RFC 8285): 1..14, or -1
/// when
/// not negotiated.
public record HeaderExtensions(int mid, int absSendTime, int transportWideCc) {}
