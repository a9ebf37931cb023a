package org.moqgateway.core.negotiation;

/// The RTCP feedback messages that both sides agreed on for the chosen payload type (RFC 4585
/// §4.2).
///
/// @param nack        generic NACK
/// @param pli         picture loss indication
/// @param fir         full intra request (RFC 5104)
/// @param transportCc transport-wide feedback; implies the header extension
/// @param remb        receiver estimated maximum bitrate
public record Feedback(boolean nack, boolean pli, boolean fir, boolean transportCc, boolean remb) {}
