package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.FingerprintAttribute;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.jspecify.annotations.Nullable;

/// Writes the STUN messages that ICE sends.
final class StunWriter {

    static final char BAD_REQUEST = 400;
    static final char UNAUTHENTICATED = 401;
    static final char UNKNOWN_ATTRIBUTE = 420;
    static final char ROLE_CONFLICT = 487;

    /// Nobody reads the phrase, and an error must not be longer than its cause.
    private static final String REASON = "refused";

    private static final int MOST_BYTES = 1024;
    private static final int INTEGRITY_BYTES = 20;
    private static final int FINGERPRINT_BYTES = 4;

    private StunWriter() {}

    /// A success response with XOR-MAPPED-ADDRESS, MESSAGE-INTEGRITY and FINGERPRINT (RFC 8445
    /// §7.3).
    static byte[] success(StunDatagram request, InetSocketAddress source, String password) {
        try {
            TransportAddress mapped = new TransportAddress(source, Transport.UDP);
            Message response = MessageFactory.createBindingResponse(request.asRequest(), mapped);
            response.setTransactionID(request.transactionId());
            return encode(response, password);
        } catch (StunException e) {
            throw new IllegalStateException(e);
        }
    }

    /// An error response; without MESSAGE-INTEGRITY if `password` is null (RFC 8489 §9.1.3).
    static byte[] error(StunDatagram request, char code, @Nullable String password) {
        try {
            char[] unknown = code == UNKNOWN_ATTRIBUTE ? request.unknownAttributes() : null;
            Message response = MessageFactory.createBindingErrorResponse(code, REASON, unknown);
            response.setTransactionID(request.transactionId());
            return encode(response, password);
        } catch (StunException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A connectivity check (RFC 8445 §7.2.2).
    ///
    /// @param username `theirUfrag:ourUfrag`
    /// @param password theirs
    /// @param controlling our role
    /// @param nominating whether it carries USE-CANDIDATE
    @SuppressWarnings("ArrayRecordComponent")
    record Check(
            byte[] transactionId,
            String username,
            String password,
            long priority,
            boolean controlling,
            long tieBreaker,
            boolean nominating) {}

    /// A check of the controlling side that nominates.
    static byte[] check(
            byte[] transactionId,
            String username,
            String password,
            long priority,
            long tieBreaker) {
        return check(
                new Check(transactionId, username, password, priority, true, tieBreaker, true));
    }

    static byte[] check(Check check) {
        try {
            Message request = MessageFactory.createBindingRequest();
            request.putAttribute(AttributeFactory.createUsernameAttribute(check.username()));
            request.putAttribute(AttributeFactory.createPriorityAttribute(check.priority()));
            request.putAttribute(
                    check.controlling()
                            ? AttributeFactory.createIceControllingAttribute(check.tieBreaker())
                            : AttributeFactory.createIceControlledAttribute(check.tieBreaker()));
            if (check.nominating()) {
                request.putAttribute(AttributeFactory.createUseCandidateAttribute());
            }
            request.setTransactionID(check.transactionId());
            return encode(request, check.password());
        } catch (StunException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A request to a STUN server (RFC 8489 §7): without credentials.
    static byte[] query(byte[] transactionId) {
        try {
            Message request = MessageFactory.createBindingRequest();
            request.setTransactionID(transactionId);
            return encode(request, null);
        } catch (StunException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Serializes by itself: ice4j's own way loads a configuration library, for half a second, and
    /// wants a stack with threads and sockets to look the password up in.
    private static byte[] encode(Message message, @Nullable String password) {
        ByteBuffer buffer = ByteBuffer.allocate(MOST_BYTES);
        buffer.putShort((short) message.getMessageType()).putShort((short) 0);
        buffer.put(Message.MAGIC_COOKIE).put(message.getTransactionID());
        for (Attribute attribute : message.getAttributes()) {
            buffer.put(attribute.encode());
            while (buffer.position() % 4 != 0) {
                buffer.put((byte) 0);
            }
        }
        if (password != null) {
            byte[] key = password.getBytes(StandardCharsets.UTF_8);
            int covered = announce(buffer, INTEGRITY_BYTES);
            byte[] hmac =
                    MessageIntegrityAttribute.calculateHmacSha1(buffer.array(), 0, covered, key);
            put(buffer, Attribute.MESSAGE_INTEGRITY, hmac);
        }
        int covered = announce(buffer, FINGERPRINT_BYTES);
        byte[] crc = FingerprintAttribute.calculateXorCRC32(buffer.array(), 0, covered);
        put(buffer, Attribute.FINGERPRINT, crc);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /// Writes the message length as if an attribute of so many bytes followed, which is what both
    /// checksums cover.
    private static int announce(ByteBuffer buffer, int valueBytes) {
        int length = buffer.position() - StunDatagram.HEADER_BYTES + 4 + valueBytes;
        buffer.putShort(2, (short) length);
        return buffer.position();
    }

    private static void put(ByteBuffer buffer, char type, byte[] value) {
        buffer.putShort((short) type).putShort((short) value.length).put(value);
    }
}
