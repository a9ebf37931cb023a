package org.moqgateway.core.webrtc;

import java.security.SecureRandom;
import java.util.Base64;
import org.moqgateway.core.negotiation.LocalStreams;

/// Everything of a session that nobody may guess.
final class SessionRandom {
    private static final SecureRandom RANDOM = new SecureRandom();

    private SessionRandom() {}

    /// 128 bits as 22 characters of base64url.
    static String token() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /// The number in an `o=` line: 62 bits (RFC 9429 §5.2.1).
    static long originId() {
        return RANDOM.nextLong() >>> 2;
    }

    /// Any 32 bits.
    static int bits32() {
        return RANDOM.nextInt();
    }

    /// Any 16 bits.
    static int bits16() {
        return RANDOM.nextInt(1 << 16);
    }

    /// Distinct SSRCs, a CNAME (RFC 7022 §4.2) and a stream name.
    static LocalStreams streams() {
        long audio = RANDOM.nextInt() & 0xffffffffL;
        long video = distinct(audio, audio);
        return new LocalStreams(token(), "moq", audio, video, distinct(audio, video));
    }

    private static long distinct(long first, long second) {
        long ssrc;
        do {
            ssrc = RANDOM.nextInt() & 0xffffffffL;
        } while (ssrc == first || ssrc == second);
        return ssrc;
    }
}
