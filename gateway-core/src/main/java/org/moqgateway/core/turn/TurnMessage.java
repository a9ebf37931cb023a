package org.moqgateway.core.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A received STUN message, read where it lies (RFC 8489 §5, RFC 8656 §18). Lent for as long as the
/// buffer is.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |0 0|     STUN Message Type     |         Message Length        |
///     |                   Magic Cookie 0x2112A442                     |
///     |                 Transaction ID (96 bits)                      |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     | Attribute type and length, value padded to 4 bytes, …         |
final class TurnMessage {

    static final int HEADER_BYTES = 20;
    static final int ID_BYTES = 12;
    static final int MAGIC_COOKIE = 0x2112A442;
    static final int FINGERPRINT_XOR = 0x5354554e;
    static final int INTEGRITY_BYTES = 20;

    private static final int MOST_ATTRIBUTES = 32;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private final byte[] buffer;
    private final int start;
    private final int end;

    private TurnMessage(byte[] buffer, int start, int end) {
        this.buffer = buffer;
        this.start = start;
        this.end = end;
    }

    /// The message, or null if these bytes are none: no header, attributes that do not fill it, a
    /// FINGERPRINT that is wrong. Foreign bytes never throw.
    static @Nullable TurnMessage parse(byte[] buffer, int offset, int length) {
        if (length < HEADER_BYTES
                || (buffer[offset] & 0xc0) != 0
                || HEADER_BYTES + uint16(buffer, offset + 2) != length
                || length % 4 != 0
                || int32(buffer, offset + 4) != MAGIC_COOKIE) {
            return null;
        }
        TurnMessage message = new TurnMessage(buffer, offset, offset + length);
        return message.wellFormed() ? message : null;
    }

    private boolean wellFormed() {
        int last = start;
        int at = start + HEADER_BYTES;
        for (int count = 0; at < end; count++) {
            if (count == MOST_ATTRIBUTES) {
                return false;
            }
            last = at;
            at += 4 + padded(uint16(buffer, at + 2));
        }
        return at == end && fingerprintMatches(last);
    }

    private boolean fingerprintMatches(int last) {
        if (last + 8 != end || uint16(buffer, last) != TurnAttribute.FINGERPRINT) {
            return true;
        }
        CRC32 crc = new CRC32();
        crc.update(buffer, start, last - start);
        return ((int) crc.getValue() ^ FINGERPRINT_XOR) == int32(buffer, last + 4);
    }

    /// Method and class, as in the first two bytes.
    int type() {
        return uint16(buffer, start);
    }

    /// Whether this carries the transaction id.
    boolean answers(byte[] transactionId) {
        int at = start + HEADER_BYTES - ID_BYTES;
        return Arrays.equals(buffer, at, at + ID_BYTES, transactionId, 0, ID_BYTES);
    }

    /// A copy of the transaction id.
    byte[] id() {
        int at = start + HEADER_BYTES - ID_BYTES;
        return Arrays.copyOfRange(buffer, at, at + ID_BYTES);
    }

    /// Where an attribute's value starts, or -1. What follows MESSAGE-INTEGRITY but FINGERPRINT
    /// counts for nothing (RFC 8489 §14.5).
    int find(int attribute) {
        int at = start + HEADER_BYTES;
        while (at < end) {
            int type = uint16(buffer, at);
            if (type == attribute) {
                return at + 4;
            }
            if (type == TurnAttribute.MESSAGE_INTEGRITY) {
                return -1;
            }
            at += 4 + padded(uint16(buffer, at + 2));
        }
        return -1;
    }

    /// The bytes of a value without its padding.
    ///
    /// @param value what [#find] gave
    int length(int value) {
        return uint16(buffer, value - 2);
    }

    /// An attribute's text, or null.
    @Nullable String text(int attribute) {
        int value = find(attribute);
        return value < 0 ? null : new String(buffer, value, length(value), StandardCharsets.UTF_8);
    }

    /// An attribute of 32 bits, or the given value if it is not there.
    long uint32(int attribute, long otherwise) {
        int value = find(attribute);
        return value < 0 || length(value) != 4 ? otherwise : int32(buffer, value) & 0xffffffffL;
    }

    /// The code of ERROR-CODE, 300 to 699; 0 if there is none (RFC 8489 §14.8).
    int errorCode() {
        int value = find(TurnAttribute.ERROR_CODE);
        if (value < 0 || length(value) < 4) {
            return 0;
        }
        int code = (buffer[value + 2] & 7) * 100 + (buffer[value + 3] & 0xff);
        return code >= 300 && code < 700 ? code : 0;
    }

    /// An address, or null (RFC 8489 §14.1, §14.2).
    ///
    ///      0                   1                   2                   3
    ///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     |0 0 0 0 0 0 0 0|  1 IPv4 2 IPv6|             Port              |
    ///     |                 Address (32 bits or 128 bits)                 |
    ///
    /// @param xored whether it is one of the XOR- attributes: port and address are masked with the
    ///     cookie and the transaction id
    @Nullable InetSocketAddress address(int attribute, boolean xored) {
        int value = find(attribute);
        if (value < 0 || length(value) < 8) {
            return null;
        }
        int bytes = addressBytes(buffer[value + 1]);
        if (length(value) != 4 + bytes) {
            return null;
        }
        byte[] address = Arrays.copyOfRange(buffer, value + 4, value + 4 + bytes);
        int port = uint16(buffer, value + 2);
        if (xored) {
            port ^= MAGIC_COOKIE >>> 16;
            for (int i = 0; i < bytes; i++) {
                address[i] ^= buffer[start + 4 + i];
            }
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static int addressBytes(int family) {
        return family == IPV4 ? 4 : family == IPV6 ? 16 : 0;
    }

    /// Checks MESSAGE-INTEGRITY: HMAC-SHA1 over what precedes it, with a message length that ends
    /// with it (RFC 8489 §14.5).
    ///
    /// @return false if it is wrong or not there
    boolean integrityMatches(LongTermKey key) {
        int value = find(TurnAttribute.MESSAGE_INTEGRITY);
        if (value < 0 || length(value) != INTEGRITY_BYTES) {
            return false;
        }
        byte[] covered = Arrays.copyOfRange(buffer, start, value - 4);
        int announced = covered.length - HEADER_BYTES + 4 + INTEGRITY_BYTES;
        covered[2] = (byte) (announced >> 8);
        covered[3] = (byte) announced;
        byte[] theirs = Arrays.copyOfRange(buffer, value, value + INTEGRITY_BYTES);
        return MessageDigest.isEqual(key.integrity(covered, covered.length), theirs);
    }

    boolean has(int attribute) {
        return find(attribute) >= 0;
    }

    private static int padded(int bytes) {
        return bytes + 3 & ~3;
    }

    private static int uint16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static int int32(byte[] bytes, int at) {
        return uint16(bytes, at) << 16 | uint16(bytes, at + 2);
    }
}
