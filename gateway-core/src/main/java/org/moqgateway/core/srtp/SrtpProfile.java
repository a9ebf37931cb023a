package org.moqgateway.core.srtp;

import java.util.Optional;

/// An SRTP protection profile (RFC 5764 §4.1.2, RFC 7714 §14.2), in our order of preference.
public enum SrtpProfile {
    /// SRTP_AEAD_AES_128_GCM.
    AEAD_AES_128_GCM(0x0007, 16, 12),
    /// SRTP_AEAD_AES_256_GCM.
    AEAD_AES_256_GCM(0x0008, 32, 12),
    /// SRTP_AES128_CM_HMAC_SHA1_80.
    AES_CM_128_HMAC_SHA1_80(0x0001, 16, 14);

    private final int code;
    private final int keyBytes;
    private final int saltBytes;

    SrtpProfile(int code, int keyBytes, int saltBytes) {
        this.code = code;
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
    }

    /// The profile's number in the DTLS `use_srtp` extension.
    public int code() {
        return code;
    }

    /// Length of a master key in bytes.
    public int keyBytes() {
        return keyBytes;
    }

    /// Length of a master salt in bytes.
    public int saltBytes() {
        return saltBytes;
    }

    /// The profile of a `use_srtp` number, if it is one of ours.
    public static Optional<SrtpProfile> ofCode(int code) {
        for (SrtpProfile profile : values()) {
            if (profile.code == code) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }
}
