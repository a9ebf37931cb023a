package org.moqgateway.core.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;

/// Protects RTCP, one context per sender SSRC.
final class RtcpSender {

    private static final int INDEX_BYTES = 4;

    private final CryptoContexts contexts;
    private final int overhead;
    private final SsrcTable<SrtcpCryptoContext> streams = new SsrcTable<>();

    RtcpSender(CryptoContexts contexts, SrtpProfile profile) {
        this.contexts = contexts;
        this.overhead = CryptoContexts.tagBytes(profile) + INDEX_BYTES;
    }

    int protect(PacketBuffer packet) {
        if (packet.getLength() < 8 || packet.uint8(0) >> 6 != 2) {
            return SrtpError.MALFORMED.code();
        }
        if (packet.room() < overhead) {
            return SrtpError.NO_ROOM.code();
        }
        int ssrc = packet.int32(4);
        SrtcpCryptoContext context = streams.find(ssrc);
        if (context == null) {
            if (streams.full()) {
                return SrtpError.TOO_MANY_SOURCES.code();
            }
            context = contexts.rtcp(ssrc);
            streams.put(ssrc, context);
        }
        int expected = packet.getLength() + overhead;
        try {
            int code = CryptoContexts.code(context.transformPacket(packet));
            if (code < 0) {
                return code;
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            return SrtpError.CIPHER_FAILED.code();
        }
        return packet.getLength() == expected ? expected : SrtpError.CIPHER_FAILED.code();
    }
}
