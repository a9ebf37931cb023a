package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A certificate fingerprint (RFC 8122 §5).
///
/// @param algorithm `sha-256`, `sha-384` or `sha-512`
/// @param value     upper-case hexadecimal bytes between colons
public record Fingerprint(String algorithm, String value) {
    private static final Pattern BYTES = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){0,63}");

    /// Reads `sha-256 4A:AD:…`. Empty for another hash function (SHA-1 and MD5 are too weak to be
    /// relied on) or a value of the wrong length.
    public static Optional<Fingerprint> parse(String value) {
        List<String> words = SdpText.words(value);
        if (words.size() != 2) {
            return Optional.empty();
        }
        String algorithm = words.getFirst().toLowerCase(Locale.ROOT);
        String bytes = words.getLast().toUpperCase(Locale.ROOT);
        int length = hashLength(algorithm);
        boolean wellFormed = length > 0 && bytes.length() == length * 3 - 1;
        return wellFormed && BYTES.matcher(bytes).matches()
                ? Optional.of(new Fingerprint(algorithm, bytes))
                : Optional.empty();
    }

    /// True when `value` names a hash function that we know but is not a fingerprint of it.
    static boolean isBroken(String value) {
        List<String> words = SdpText.words(value);
        return words.size() != 2
                || (hashLength(words.getFirst().toLowerCase(Locale.ROOT)) > 0
                        && parse(value).isEmpty());
    }

    /// The attribute value, `sha-256 4A:AD:…`.
    public String text() {
        return algorithm + " " + value;
    }

    private static int hashLength(String algorithm) {
        return switch (algorithm) {
            case "sha-256" -> 32;
            case "sha-384" -> 48;
            case "sha-512" -> 64;
            default -> 0;
        };
    }
}
