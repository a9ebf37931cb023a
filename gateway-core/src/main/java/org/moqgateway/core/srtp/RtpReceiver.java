package org.moqgateway.core.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.utils.SrtpPacketUtils;

/// Unprotects RTP, one context per SSRC that has authenticated a packet.
///
/// An SSRC is only remembered once a packet of it was authentic, so that forged packets cost one
/// decryption and no memory.
final class RtpReceiver {

    /// After so many failures in a row, and then each time again, another rollover counter is
    /// tried.
    static final int RESYNC_INTERVAL = 32;

    private final CryptoContexts contexts;
    private final int tagBytes;
    private final SsrcTable<Stream> streams = new SsrcTable<>();
    private SrtpCryptoContext spare;
    private byte[] copy = new byte[0];

    RtpReceiver(CryptoContexts contexts, SrtpProfile profile) {
        this.contexts = contexts;
        this.tagBytes = CryptoContexts.tagBytes(profile);
        this.spare = contexts.rtp(0, 0);
    }

    int unprotect(PacketBuffer packet) {
        if (packet.getLength() < 12 + tagBytes
                || packet.uint8(0) >> 6 != 2
                || !SrtpPacketUtils.validatePacketLength(packet, tagBytes)) {
            return SrtpError.MALFORMED.code();
        }
        int ssrc = packet.int32(8);
        int sequenceNumber = packet.uint16(2);
        Stream stream = streams.find(ssrc);
        if (stream == null) {
            return first(ssrc, sequenceNumber, packet);
        }
        long index = stream.window.guessIndex(sequenceNumber);
        int replay = stream.window.check(index);
        if (replay == SrtpError.REPLAYED.code()) {
            return replay;
        }
        if (stream.failures > 0 && stream.failures % RESYNC_INTERVAL == 0) {
            return resync(stream, index, packet);
        }
        int result = replay < 0 ? replay : transform(stream.context, packet);
        return result < 0 ? stream.failed(result) : stream.succeeded(index, result);
    }

    private int first(int ssrc, int sequenceNumber, PacketBuffer packet) {
        if (streams.full()) {
            return SrtpError.TOO_MANY_SOURCES.code();
        }
        int result = transform(spare, packet);
        if (result >= 0) {
            // Session keys are the same for every SSRC (RFC 3711 §4.3), so the spare can become
            // anyone's.
            streams.put(ssrc, new Stream(spare, sequenceNumber));
            spare = contexts.rtp(0, 0);
        }
        return result;
    }

    /// After a silence of more than 2^15 packets the index is guessed wrong for ever (RFC 3711
    /// §3.3.1). So after the guess the next two indices with this sequence number above the highest
    /// one are tried: above, hence no replay.
    private int resync(Stream stream, long guessed, PacketBuffer packet) {
        int length = packet.getLength();
        keep(packet);
        if (stream.window.check(guessed) == 0) {
            int result = transform(stream.context, packet);
            if (result >= 0) {
                return stream.succeeded(guessed, result);
            }
        }
        long index = stream.window.nextIndex((int) guessed & 0xffff);
        for (int attempt = 0; attempt < 2; attempt++, index += 0x10000) {
            packet.setLength(length);
            System.arraycopy(copy, 0, packet.getBuffer(), packet.getOffset(), length);
            SrtpCryptoContext context = contexts.rtp(packet.int32(8), (int) (index >>> 16));
            int result = transform(context, packet);
            if (result >= 0) {
                stream.context = context;
                return stream.succeeded(index, result);
            }
        }
        return stream.failed(SrtpError.BAD_TAG.code());
    }

    private void keep(PacketBuffer packet) {
        if (copy.length < packet.getLength()) {
            copy = new byte[packet.getLength()];
        }
        packet.readRegionToBuff(0, packet.getLength(), copy);
    }

    private static int transform(SrtpCryptoContext context, PacketBuffer packet) {
        try {
            int code = CryptoContexts.code(context.reverseTransformPacket(packet, false));
            return code < 0 ? code : packet.getLength();
        } catch (GeneralSecurityException | RuntimeException e) {
            return SrtpError.CIPHER_FAILED.code();
        }
    }

    /// One SSRC. The window follows the index as the context does without telling.
    private static final class Stream {
        final ReplayWindow window;
        SrtpCryptoContext context;
        int failures;

        Stream(SrtpCryptoContext context, int sequenceNumber) {
            this.context = context;
            this.window = new ReplayWindow(sequenceNumber);
        }

        int failed(int code) {
            failures++;
            return code;
        }

        int succeeded(long index, int length) {
            failures = 0;
            window.accept(index);
            return length;
        }
    }
}
