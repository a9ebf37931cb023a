package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.ice4j.StunException;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.FingerprintAttribute;
import org.ice4j.attribute.IceControlAttribute;
import org.ice4j.attribute.MappedAddressAttribute;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.attribute.OptionalAttribute;
import org.ice4j.attribute.PriorityAttribute;
import org.ice4j.attribute.UsernameAttribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.Request;
import org.jspecify.annotations.Nullable;

/// A received STUN message, well-formed and with a right FINGERPRINT, if any (RFC 8489 §5).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |0 0|     STUN Message Type     |         Message Length        |
///     |                   Magic Cookie 0x2112A442                     |
///     |                 Transaction ID (96 bits)                      |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     | Attribute type and length, value padded to 4 bytes, …         |
final class StunDatagram {

    static final int HEADER_BYTES = 20;

    private static final int INTEGRITY_BYTES = 20;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int MOST_BYTES = 1500;
    private static final int MOST_ATTRIBUTES = 32;

    private final byte[] bytes;
    private final Message message;

    private StunDatagram(byte[] bytes, Message message) {
        this.bytes = bytes;
        this.message = message;
    }

    /// The outcome of reading a datagram: a message, or why it is none.
    record Parsed(@Nullable StunDatagram datagram, IceVerdict verdict) {}

    static Parsed parse(byte[] buffer, int offset, int length) {
        if (length < HEADER_BYTES || length > MOST_BYTES || buffer.length - offset < length) {
            return new Parsed(null, IceVerdict.MALFORMED);
        }
        byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + length);
        int last = lastAttribute(bytes);
        if (last < 0) {
            return new Parsed(null, IceVerdict.MALFORMED);
        }
        if (!fingerprintMatches(bytes, last)) {
            return new Parsed(null, IceVerdict.BAD_FINGERPRINT);
        }
        try {
            Message message = Message.decode(bytes, 0, length);
            return new Parsed(new StunDatagram(bytes, message), IceVerdict.ANSWERED);
        } catch (StunException | RuntimeException e) {
            return new Parsed(null, IceVerdict.MALFORMED);
        }
    }

    /// Walks the attributes: the offset of the last one, the header's end if there is none, or -1.
    private static int lastAttribute(byte[] bytes) {
        boolean header =
                (bytes[0] & 0xc0) == 0
                        && HEADER_BYTES + uint16(bytes, 2) == bytes.length
                        && bytes.length % 4 == 0
                        && (uint16(bytes, 4) << 16 | uint16(bytes, 6)) == MAGIC_COOKIE;
        int last = HEADER_BYTES;
        int at = HEADER_BYTES;
        for (int count = 0; header && at < bytes.length; count++) {
            if (count == MOST_ATTRIBUTES) {
                return -1;
            }
            last = at;
            at += 4 + (uint16(bytes, at + 2) + 3 & ~3);
        }
        return header && at == bytes.length ? last : -1;
    }

    private static boolean fingerprintMatches(byte[] bytes, int last) {
        if (last + 8 != bytes.length || uint16(bytes, last) != Attribute.FINGERPRINT) {
            return true;
        }
        byte[] right = FingerprintAttribute.calculateXorCRC32(bytes, 0, last);
        return Arrays.equals(right, 0, 4, bytes, last + 4, last + 8);
    }

    /// Tells whether the method is Binding, whatever the class.
    boolean binding() {
        return (message.getMessageType() & ~0x0110) == Message.STUN_METHOD_BINDING;
    }

    boolean request() {
        return message.getMessageType() == Message.BINDING_REQUEST;
    }

    /// The message itself, when it is a [#request()].
    Request asRequest() {
        return (Request) message;
    }

    boolean success() {
        return message.getMessageType() == Message.BINDING_SUCCESS_RESPONSE;
    }

    boolean error() {
        return message.getMessageType() == Message.BINDING_ERROR_RESPONSE;
    }

    byte[] transactionId() {
        return message.getTransactionID();
    }

    int length() {
        return bytes.length;
    }

    boolean has(char attributeType) {
        return message.containsAttribute(attributeType);
    }

    /// The part of USERNAME before the colon: the receiver's ufrag (RFC 8445 §7.2.2). Null if there
    /// is none.
    @Nullable String receiverUfrag() {
        if (!(message.getAttribute(Attribute.USERNAME) instanceof UsernameAttribute username)) {
            return null;
        }
        String text = new String(username.getUsername(), StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        return colon < 0 ? null : text.substring(0, colon);
    }

    /// The PRIORITY of a check; 0 if there is none.
    long priority() {
        return message.getAttribute(Attribute.PRIORITY) instanceof PriorityAttribute priority
                ? priority.getPriority()
                : 0;
    }

    /// The tie-breaker in an attribute of one of the two roles, unsigned; 0 if there is none.
    long tieBreaker(char role) {
        return message.getAttribute(role) instanceof IceControlAttribute control
                ? control.getTieBreaker()
                : 0;
    }

    /// The code of an error response; 0 if there is none.
    int errorCode() {
        return message.getAttribute(Attribute.ERROR_CODE) instanceof ErrorCodeAttribute error
                ? error.getErrorCode()
                : 0;
    }

    /// Where the answering side saw us: XOR-MAPPED-ADDRESS or, from old servers, MAPPED-ADDRESS.
    /// Null if there is neither.
    @Nullable InetSocketAddress mappedAddress() {
        TransportAddress mapped = null;
        if (message.getAttribute(Attribute.XOR_MAPPED_ADDRESS)
                instanceof XorMappedAddressAttribute xored) {
            mapped = xored.getAddress(transactionId());
        } else if (message.getAttribute(Attribute.MAPPED_ADDRESS)
                instanceof MappedAddressAttribute plain) {
            mapped = plain.getAddress();
        }
        return mapped == null ? null : new InetSocketAddress(mapped.getAddress(), mapped.getPort());
    }

    boolean hasIntegrity() {
        return has(Attribute.MESSAGE_INTEGRITY);
    }

    /// Checks MESSAGE-INTEGRITY with a short-term credential (RFC 8489 §14.5): HMAC-SHA1 over what
    /// precedes it, with a message length that ends with it.
    boolean integrityMatches(String password) {
        if (!(message.getAttribute(Attribute.MESSAGE_INTEGRITY)
                instanceof MessageIntegrityAttribute integrity)) {
            return false;
        }
        byte[] theirs = integrity.getHmacSha1Content();
        int at = integrity.getLocationInMessage();
        byte[] covered = Arrays.copyOf(bytes, at);
        int length = at - HEADER_BYTES + 4 + INTEGRITY_BYTES;
        covered[2] = (byte) (length >> 8);
        covered[3] = (byte) length;
        byte[] key = password.getBytes(StandardCharsets.UTF_8);
        byte[] ours = MessageIntegrityAttribute.calculateHmacSha1(covered, 0, at, key);
        return MessageDigest.isEqual(ours, theirs);
    }

    /// The attributes that we would have to understand and do not (RFC 8489 §6.3.1).
    char[] unknownAttributes() {
        StringBuilder unknown = new StringBuilder();
        for (Attribute attribute : message.getAttributes()) {
            if (attribute instanceof OptionalAttribute && attribute.getAttributeType() < 0x8000) {
                unknown.append(attribute.getAttributeType());
            }
        }
        return unknown.toString().toCharArray();
    }

    private static int uint16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }
}
