package org.moqgateway.core.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;

/// Unprotects RTCP, one context per sender SSRC that has authenticated a packet.
final class RtcpReceiver {

    private static final int INDEX_BYTES = 4;

    private final CryptoContexts contexts;
    private final boolean aead;
    private final int tagBytes;
    private final SsrcTable<SrtcpCryptoContext> streams = new SsrcTable<>();
    private SrtcpCryptoContext spare;

    RtcpReceiver(CryptoContexts contexts, SrtpProfile profile) {
        this.contexts = contexts;
        this.aead = CryptoContexts.aead(profile);
        this.tagBytes = CryptoContexts.tagBytes(profile);
        this.spare = contexts.rtcp(0);
    }

    int unprotect(PacketBuffer packet) {
        int length = packet.getLength();
        if (length < 8 + INDEX_BYTES + tagBytes || packet.uint8(0) >> 6 != 2) {
            return SrtpError.MALFORMED.code();
        }
        // The word with the E flag ends the packet with GCM (RFC 7714 §9.2), else it precedes the
        // tag.
        int flagAt = length - INDEX_BYTES - (aead ? 0 : tagBytes);
        if ((packet.uint8(flagAt) & 0x80) == 0) {
            return SrtpError.NOT_ENCRYPTED.code();
        }
        int ssrc = packet.int32(4);
        SrtcpCryptoContext context = streams.find(ssrc);
        if (context != null) {
            return transform(context, packet);
        }
        if (streams.full()) {
            return SrtpError.TOO_MANY_SOURCES.code();
        }
        int result = transform(spare, packet);
        if (result >= 0) {
            streams.put(ssrc, spare);
            spare = contexts.rtcp(0);
        }
        return result;
    }

    private static int transform(SrtcpCryptoContext context, PacketBuffer packet) {
        try {
            int code = CryptoContexts.code(context.reverseTransformPacket(packet));
            return code < 0 ? code : packet.getLength();
        } catch (GeneralSecurityException | RuntimeException e) {
            return SrtpError.CIPHER_FAILED.code();
        }
    }
}
