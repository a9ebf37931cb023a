package org.moqgateway.core.turn;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A long-term credential as a server has asked for it (RFC 8489 §9.2).
///
/// The key is that of the MD5 password algorithm, which every server takes from a client that names
/// no other (RFC 8489 §9.2.4).
final class LongTermKey {

    private static final String HMAC = "HmacSHA1";

    private final String username;
    private final String realm;
    private final String nonce;
    private final SecretKeySpec key;

    private LongTermKey(String username, String realm, String nonce, SecretKeySpec key) {
        this.username = username;
        this.realm = realm;
        this.nonce = nonce;
        this.key = key;
    }

    static LongTermKey of(String username, String password, String realm, String nonce) {
        String text = username + ":" + realm + ":" + password;
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            byte[] key = md5.digest(text.getBytes(StandardCharsets.UTF_8));
            return new LongTermKey(username, realm, nonce, new SecretKeySpec(key, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same for a fresh nonce.
    LongTermKey withNonce(String fresh) {
        return new LongTermKey(username, realm, fresh, key);
    }

    String username() {
        return username;
    }

    String realm() {
        return realm;
    }

    String nonce() {
        return nonce;
    }

    /// The value of MESSAGE-INTEGRITY over the first bytes of a buffer.
    byte[] integrity(byte[] buffer, int length) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(buffer, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
