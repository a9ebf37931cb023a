package org.moqgateway.core.peer;

/// What a peer connection counted so far: a snapshot.
///
/// @param packetsReceived RTP packets that passed SRTP
/// @param bytesReceived bytes of every datagram received
/// @param packetsSent RTP packets sent
/// @param bytesSent bytes of every datagram sent
/// @param srtpRejected packets that SRTP refused: forged, replayed or from too many sources
/// @param unexpected datagrams that came before their time or belong to no protocol
public record PeerCounters(
        long packetsReceived,
        long bytesReceived,
        long packetsSent,
        long bytesSent,
        long srtpRejected,
        long unexpected) {}
