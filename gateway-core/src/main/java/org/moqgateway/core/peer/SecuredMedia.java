package org.moqgateway.core.peer;

import org.jspecify.annotations.Nullable;
import org.moqgateway.core.srtp.SrtpSession;

/// SRTP of one peer in both directions, between the datagrams and the [PeerMedia], and what is
/// counted of it. Lives on the peer's loop.
final class SecuredMedia {
    private final PeerMedia media;
    private final EarlyPackets early = new EarlyPackets();
    private @Nullable SrtpSession srtp;
    private long received;
    private long sent;
    private long rejected;
    private long unexpected;

    SecuredMedia(PeerMedia media) {
        this.media = media;
    }

    /// The keys are there.
    void start(SrtpSession session) {
        srtp = session;
    }

    /// Takes what came before the keys did; the media side must be ready.
    void releaseEarly(long nowNanos) {
        early.release((buffer, length) -> receive(buffer, 0, length, nowNanos));
    }

    /// Keeps a packet that overtook the end of the handshake.
    void keep(byte[] buffer, int offset, int length) {
        if (!early.keep(buffer, offset, length)) {
            unexpected++;
        }
    }

    /// Takes one SRTP or SRTCP packet.
    ///
    /// @param buffer lent; decrypted in place
    /// @return whether the peer has proved to be there: the packet is authentic
    boolean receive(byte[] buffer, int offset, int length, long nowNanos) {
        SrtpSession session = srtp;
        if (session == null || length < 2) {
            unexpected++;
            return false;
        }
        int payloadType = buffer[offset + 1] & 0xff;
        boolean control = payloadType >= 192 && payloadType <= 223; // RFC 5761 §4
        int plain =
                control
                        ? session.unprotectRtcp(buffer, offset, length)
                        : session.unprotectRtp(buffer, offset, length);
        if (plain < 0) {
            rejected++;
            return false;
        }
        if (control) {
            media.rtcp(buffer, offset, plain, nowNanos);
        } else {
            received++;
            media.rtp(buffer, offset, plain, nowNanos);
        }
        return true;
    }

    /// Encrypts an RTP packet in place.
    ///
    /// @return its new length; negative when it cannot be sent
    int protectRtp(byte[] buffer, int offset, int length) {
        SrtpSession session = srtp;
        if (session == null) {
            return -1;
        }
        sent++;
        return session.protectRtp(buffer, offset, length);
    }

    /// Encrypts a compound RTCP packet in place.
    ///
    /// @return its new length; negative when it cannot be sent
    int protectRtcp(byte[] buffer, int offset, int length) {
        SrtpSession session = srtp;
        return session == null ? -1 : session.protectRtcp(buffer, offset, length);
    }

    /// Counts a datagram that has no place here or now.
    void countUnexpected() {
        unexpected++;
    }

    /// Forgets what was kept.
    void clear() {
        early.clear();
    }

    /// The counters, with those of the datagrams around.
    PeerCounters counters(long bytesReceived, long bytesSent) {
        return new PeerCounters(received, bytesReceived, sent, bytesSent, rejected, unexpected);
    }
}
