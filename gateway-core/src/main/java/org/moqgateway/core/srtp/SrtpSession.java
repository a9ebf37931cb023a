package org.moqgateway.core.srtp;

/// Both directions of SRTP and SRTCP with one peer, in place on byte arrays. Confined to one
/// thread; allocates nothing per packet on our side.
///
/// Every method takes the packet's place in a buffer and returns its new length at the same offset,
/// or a negative [SrtpError#code()], after which the bytes of the packet are undefined. A bad
/// packet never harms the session.
public final class SrtpSession {

    /// Most bytes by which protecting makes a packet longer: the buffer must have this room behind
    /// it.
    public static final int MAX_OVERHEAD_BYTES = 20;

    private static final long WARM_UP_NANOS = 100_000_000L;

    private final PacketBuffer packet = new PacketBuffer();
    private final RtpSender rtpSender;
    private final RtpReceiver rtpReceiver;
    private final RtcpSender rtcpSender;
    private final RtcpReceiver rtcpReceiver;

    /// @param keys of the handshake
    /// @param client whether we were the DTLS client
    public SrtpSession(SrtpKeyingMaterial keys, boolean client) {
        SrtpProfile profile = keys.profile();
        CryptoContexts ofClient =
                CryptoContexts.of(profile, client, keys.clientKey(), keys.clientSalt());
        CryptoContexts ofServer =
                CryptoContexts.of(profile, !client, keys.serverKey(), keys.serverSalt());
        CryptoContexts ours = client ? ofClient : ofServer;
        CryptoContexts theirs = client ? ofServer : ofClient;
        rtpSender = new RtpSender(ours, profile);
        rtcpSender = new RtcpSender(ours, profile);
        rtpReceiver = new RtpReceiver(theirs, profile);
        rtcpReceiver = new RtcpReceiver(theirs, profile);
    }

    /// Chooses and warms every cipher, so that no viewer's first packets pay for it. Once, at
    /// start-up; blocks for a fraction of a second; any thread.
    public static void warmUp() {
        for (SrtpProfile profile : SrtpProfile.values()) {
            byte[] key = new byte[profile.keyBytes()];
            byte[] salt = new byte[profile.saltBytes()];
            SrtpKeyingMaterial keys = new SrtpKeyingMaterial(profile, key, salt, key, salt);
            warmUp(new SrtpSession(keys, true), new SrtpSession(keys, false));
        }
    }

    private static void warmUp(SrtpSession from, SrtpSession to) {
        byte[] bytes = new byte[1200 + MAX_OVERHEAD_BYTES];
        long end = System.nanoTime() + WARM_UP_NANOS;
        for (int i = 0; System.nanoTime() - end < 0; i++) {
            bytes[0] = (byte) 0x80;
            bytes[2] = (byte) (i >> 8);
            bytes[3] = (byte) i;
            to.unprotectRtp(bytes, 0, from.protectRtp(bytes, 0, 1200));
            bytes[0] = (byte) 0x80;
            to.unprotectRtcp(bytes, 0, from.protectRtcp(bytes, 0, 64));
        }
    }

    /// Encrypts an RTP packet. The same packet may be protected again, bit for bit, to retransmit
    /// it, while it is less than 2^15 packets behind; another payload under a sequence number that
    /// was already sent must never be.
    public int protectRtp(byte[] buffer, int offset, int length) {
        return rtpSender.protect(packet.wrap(buffer, offset, length));
    }

    /// Authenticates and decrypts an RTP packet, once per index.
    public int unprotectRtp(byte[] buffer, int offset, int length) {
        return rtpReceiver.unprotect(packet.wrap(buffer, offset, length));
    }

    /// Encrypts a compound RTCP packet.
    public int protectRtcp(byte[] buffer, int offset, int length) {
        return rtcpSender.protect(packet.wrap(buffer, offset, length));
    }

    /// Authenticates and decrypts a compound RTCP packet, once per index.
    public int unprotectRtcp(byte[] buffer, int offset, int length) {
        return rtcpReceiver.unprotect(packet.wrap(buffer, offset, length));
    }
}
