package org.moqgateway.core.ice;

import java.security.SecureRandom;
import java.util.Base64;

/// One side's ICE user name fragment and password (RFC 8445 §5.3).
///
/// @param ufrag 4 to 256 ice-chars
/// @param password 22 to 256 ice-chars
public record IceCredentials(String ufrag, String password) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /// New ones: 72 random bits of ufrag, 192 of password. Any thread.
    public static IceCredentials random() {
        return new IceCredentials(iceChars(9), iceChars(24));
    }

    /// Hides the password.
    @Override
    public String toString() {
        return "IceCredentials[" + ufrag + "]";
    }

    private static String iceChars(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().withoutPadding().encodeToString(random);
    }
}
