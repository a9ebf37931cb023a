package org.moqgateway.core.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.utils.SrtpPacketUtils;

/// Protects RTP, one context per SSRC.
final class RtpSender {

    private static final int HEADER_BYTES = 12;

    private final CryptoContexts contexts;
    private final boolean aead;
    private final int tagBytes;
    private final SsrcTable<Stream> streams = new SsrcTable<>();
    private final PacketBuffer decoy = new PacketBuffer();

    RtpSender(CryptoContexts contexts, SrtpProfile profile) {
        this.contexts = contexts;
        this.aead = CryptoContexts.aead(profile);
        this.tagBytes = CryptoContexts.tagBytes(profile);
    }

    int protect(PacketBuffer packet) {
        if (packet.getLength() < HEADER_BYTES
                || packet.uint8(0) >> 6 != 2
                || !SrtpPacketUtils.validatePacketLength(packet, 0)) {
            return SrtpError.MALFORMED.code();
        }
        if (packet.room() < tagBytes) {
            return SrtpError.NO_ROOM.code();
        }
        int ssrc = packet.int32(8);
        Stream stream = streams.find(ssrc);
        if (stream == null) {
            if (streams.full()) {
                return SrtpError.TOO_MANY_SOURCES.code();
            }
            stream = new Stream(contexts.rtp(ssrc, 0));
            streams.put(ssrc, stream);
        }
        return protect(stream, packet);
    }

    private int protect(Stream stream, PacketBuffer packet) {
        int sequenceNumber = packet.uint16(2);
        int expected = packet.getLength() + tagBytes;
        try {
            if (aead && sequenceNumber == stream.lastSequenceNumber) {
                changeNonce(stream.context, packet);
            }
            int code = CryptoContexts.code(stream.context.transformPacket(packet));
            if (code < 0) {
                return code;
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            return SrtpError.CIPHER_FAILED.code();
        }
        stream.lastSequenceNumber = sequenceNumber;
        // jitsi-srtp reports success although GCM refused, and leaves the packet in the clear.
        return packet.getLength() == expected ? expected : SrtpError.CIPHER_FAILED.code();
    }

    /// Java's GCM refuses to encrypt under the nonce it used last, which a packet that is sent
    /// twice in a row needs. An empty packet under the number before it, which is thrown away,
    /// comes between.
    private void changeNonce(SrtpCryptoContext context, PacketBuffer packet)
            throws GeneralSecurityException {
        byte[] bytes = Arrays.copyOf(new byte[] {(byte) 0x80}, HEADER_BYTES + tagBytes);
        int previous = packet.uint16(2) - 1;
        bytes[2] = (byte) (previous >> 8);
        bytes[3] = (byte) previous;
        System.arraycopy(packet.getBuffer(), packet.getOffset() + 8, bytes, 8, 4);
        context.transformPacket(decoy.wrap(bytes, 0, HEADER_BYTES));
    }

    private static final class Stream {
        final SrtpCryptoContext context;
        int lastSequenceNumber = -1;

        Stream(SrtpCryptoContext context) {
            this.context = context;
        }
    }
}
