package org.moqgateway.core.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/// Makes jitsi-srtp's contexts for one direction of one session.
final class CryptoContexts {

    static {
        // Without a name jitsi-srtp races all its providers, for seconds, on the first packet.
        Aes.setFactoryClassName(Aes.SunJCECipherFactory.class.getName());
    }

    private static final int CM_AUTH_KEY_BYTES = 20;
    private static final int CM_TAG_BYTES = 10;
    private static final int GCM_TAG_BYTES = 16;
    private static final Logger SILENT = new SilentLogger();

    private final SrtpContextFactory factory;

    private CryptoContexts(SrtpContextFactory factory) {
        this.factory = factory;
    }

    static CryptoContexts of(SrtpProfile profile, boolean sender, byte[] key, byte[] salt) {
        return new CryptoContexts(
                new SrtpContextFactory(
                        sender, key, salt, policy(profile), policy(profile), SILENT));
    }

    static boolean aead(SrtpProfile profile) {
        return profile != SrtpProfile.AES_CM_128_HMAC_SHA1_80;
    }

    static int tagBytes(SrtpProfile profile) {
        return aead(profile) ? GCM_TAG_BYTES : CM_TAG_BYTES;
    }

    /// @param rolloverCounter where the packet index starts (RFC 3711 §3.3.1)
    SrtpCryptoContext rtp(int ssrc, int rolloverCounter) {
        try {
            return factory.deriveContext(ssrc, rolloverCounter);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no cipher for SRTP", e);
        }
    }

    SrtcpCryptoContext rtcp(int ssrc) {
        try {
            return factory.deriveControlContext(ssrc);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no cipher for SRTCP", e);
        }
    }

    /// Zero, or the code of the error.
    static int code(SrtpErrorStatus status) {
        return switch (status) {
            case OK -> 0;
            case FAIL -> SrtpError.CIPHER_FAILED.code();
            case AUTH_FAIL -> SrtpError.BAD_TAG.code();
            case REPLAY_FAIL -> SrtpError.REPLAYED.code();
            case REPLAY_OLD -> SrtpError.TOO_OLD.code();
            case INVALID_PACKET -> SrtpError.MALFORMED.code();
        };
    }

    private static SrtpPolicy policy(SrtpProfile profile) {
        SrtpPolicy policy =
                aead(profile)
                        ? new SrtpPolicy(
                                SrtpPolicy.AESGCM_ENCRYPTION,
                                profile.keyBytes(),
                                SrtpPolicy.NULL_AUTHENTICATION,
                                0,
                                GCM_TAG_BYTES,
                                profile.saltBytes())
                        : new SrtpPolicy(
                                SrtpPolicy.AESCM_ENCRYPTION,
                                profile.keyBytes(),
                                SrtpPolicy.HMACSHA1_AUTHENTICATION,
                                CM_AUTH_KEY_BYTES,
                                CM_TAG_BYTES,
                                profile.saltBytes());
        // A retransmission without RTX is the same packet again.
        policy.setSendReplayEnabled(false);
        // Its window of 64 packets is too short for such retransmissions: ReplayWindow does it.
        policy.setReceiveReplayEnabled(false);
        return policy;
    }

    /// jitsi-srtp derives a logger for each context and asks it for each packet: this one costs
    /// nothing.
    private static final class SilentLogger extends LoggerImpl {

        SilentLogger() {
            super("org.jitsi.srtp");
        }

        @Override
        public Logger createChildLogger(String name) {
            return this;
        }

        @Override
        public void debug(java.util.function.Supplier<String> message) {}

        @Override
        public void info(java.util.function.Supplier<String> message) {}
    }
}
