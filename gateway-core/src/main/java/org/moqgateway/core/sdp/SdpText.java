package org.moqgateway.core.sdp;

import java.util.List;
import java.util.regex.Pattern;

/// The small words of SDP's grammar (RFC 8866 §9).
final class SdpText {
    private static final Pattern SPACES = Pattern.compile(" +");
    private static final int MAX_EXCERPT = 80;

    private SdpText() {}

    /// A decimal number of at most `max`, or -1. Signs and spaces are no digits here.
    static long number(String text, long max) {
        if (text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value <= max ? value : -1;
    }

    /// The words between single or repeated spaces.
    static List<String> words(String text) {
        String trimmed = text.strip();
        return trimmed.isEmpty() ? List.of() : List.of(SPACES.split(trimmed));
    }

    /// RFC 8866 `token`: what attribute names, media types and mids are made of.
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]".indexOf(c) >= 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// RFC 8839 `ice-char`, and the four characters more that browsers let pass (`-`, `#`, `=`,
    /// `_`).
    /// A colon is never one: it parts the two fragments of a STUN USERNAME.
    static boolean isIceText(String text, int minLength, int maxLength) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = c < 0x80 && Character.isLetterOrDigit(c);
            if (!alphanumeric && "+/-#=_".indexOf(c) < 0) {
                return false;
            }
        }
        return text.length() >= minLength && text.length() <= maxLength;
    }

    /// True when the line holds nothing that RFC 8866 `byte-string` or a terminal would choke on.
    static boolean isPrintable(String line) {
        return line.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f));
    }

    /// The start of a line, safe for a log or a problem document.
    static String excerpt(String line) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < Math.min(line.length(), MAX_EXCERPT); i++) {
            char c = line.charAt(i);
            safe.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return safe.toString();
    }
}
