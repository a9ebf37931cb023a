package org.moqgateway.moq.token;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The name of a key (`kid`), fit for file names and URLs: 1 to 128 letters, digits, `-` and `_`.
final class KeyId {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyId() {}

    static boolean valid(String id) {
        return VALID.matcher(id).matches();
    }

    /// 16 random hex digits.
    static String random() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
