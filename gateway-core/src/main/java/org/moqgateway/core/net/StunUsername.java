package org.moqgateway.core.net;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Finds our ufrag in a STUN Binding request (RFC 8489 §5, §14.3; RFC 8445 §7.2.2), to tell whose
/// it is. Proves nothing: the peer's ICE agent authenticates.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |0 0|  Binding request: 0x0001  |         Message Length        |
///     |                   Magic Cookie 0x2112A442                     |
///     |                 Transaction ID (96 bits)                      |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |   Attribute type (0x0006)     |   Attribute length            |
///     |   "ourUfrag:theirUfrag", padded to 4 bytes ...                |
final class StunUsername {

    private static final int HEADER_BYTES = 20;
    private static final int BINDING_REQUEST = 0x0001;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int USERNAME = 0x0006;
    private static final int LONGEST_UFRAG = 256;

    private StunUsername() {}

    /// The part of USERNAME before its first colon, or null if this is no such request.
    static @Nullable String localUfrag(byte[] buffer, int offset, int length) {
        if (length < HEADER_BYTES
                || uint16(buffer, offset) != BINDING_REQUEST
                || HEADER_BYTES + uint16(buffer, offset + 2) != length
                || (uint16(buffer, offset + 4) << 16 | uint16(buffer, offset + 6))
                        != MAGIC_COOKIE) {
            return null;
        }
        int end = offset + length;
        int at = offset + HEADER_BYTES;
        while (at + 4 <= end) {
            int valueBytes = uint16(buffer, at + 2);
            if (at + 4 + valueBytes > end) {
                return null;
            }
            if (uint16(buffer, at) == USERNAME) {
                return beforeColon(buffer, at + 4, valueBytes);
            }
            at += 4 + (valueBytes + 3 & ~3);
        }
        return null;
    }

    private static @Nullable String beforeColon(byte[] buffer, int from, int length) {
        for (int i = 0; i < Math.min(length, LONGEST_UFRAG + 1); i++) {
            if (buffer[from + i] == ':') {
                return new String(buffer, from, i, StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    private static int uint16(byte[] buffer, int at) {
        return (buffer[at] & 0xff) << 8 | (buffer[at + 1] & 0xff);
    }
}
