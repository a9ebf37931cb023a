package org.moqgateway.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.moqgateway.moq.wire.InternalPath;

/// A broadcast name out of a request path. Slashes are part of the name; everything else is
/// percent-decoded as UTF-8 (RFC 3986 §2).
sealed interface BroadcastPath {
    /// Longest name, in bytes of UTF-8.
    int MAX_BYTES = 256;

    /// A usable name.
    record Valid(String name) implements BroadcastPath {}

    /// Not a name, with a sentence that says why.
    record Invalid(String reason) implements BroadcastPath {}

    /// Decodes and checks what follows `/whip/` or `/whep/`.
    ///
    /// @param raw the path's rest as it stood in the request line
    static BroadcastPath parse(String raw) {
        byte[] bytes = new byte[raw.length()];
        int length = decode(raw, bytes);
        if (length < 0) {
            return new Invalid("The broadcast name is not correctly percent-encoded.");
        }
        if (length > MAX_BYTES) {
            return new Invalid("The broadcast name is longer than " + MAX_BYTES + " bytes.");
        }
        String name;
        try {
            name =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, 0, length))
                            .toString();
        } catch (CharacterCodingException e) {
            return new Invalid("The broadcast name is not UTF-8.");
        }
        return check(name);
    }

    private static BroadcastPath check(String name) {
        if (name.chars().anyMatch(Character::isISOControl)) {
            return new Invalid("The broadcast name holds control characters.");
        }
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty()) {
                return new Invalid(
                        "The broadcast name has an empty part: no leading, trailing or double"
                                + " slash.");
            }
            if (segment.equals(".") || segment.equals("..")) {
                return new Invalid("The broadcast name has a part that is only dots.");
            }
        }
        if (InternalPath.covers(name)) {
            return new Invalid("Names below " + InternalPath.ROOT + " are for relays alone.");
        }
        return new Valid(name);
    }

    /// Percent-decodes into `out`; the length, or -1 when an escape is broken or a character is not
    /// ASCII.
    private static int decode(String raw, byte[] out) {
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            int value = raw.charAt(i);
            if (value == '%') {
                int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return -1;
                }
                value = high << 4 | low;
                i += 2;
            } else if (value > 0x7e) {
                return -1;
            }
            out[length++] = (byte) value;
        }
        return length;
    }
}
