package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.attribute.SoftwareAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.stack.StunStack;
import org.jspecify.annotations.Nullable;

/// Writes the STUN messages that ICE sends.
final class StunWriter {

    static final char BAD_REQUEST = 400;
    static final char UNAUTHENTICATED = 401;
    static final char UNKNOWN_ATTRIBUTE = 420;
    static final char ROLE_CONFLICT = 487;

    /// Nobody reads the phrase, and an error must not be longer than its cause.
    private static final String REASON = "refused";

    private static final byte[] SOFTWARE = "moq-gateway".getBytes(StandardCharsets.US_ASCII);

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

    /// A check of the controlling side that nominates (RFC 8445 §7.2.2).
    ///
    /// @param username `theirUfrag:ourUfrag`
    /// @param password theirs
    static byte[] check(
            byte[] transactionId,
            String username,
            String password,
            long priority,
            long tieBreaker) {
        try {
            Message request = MessageFactory.createBindingRequest();
            request.putAttribute(AttributeFactory.createUsernameAttribute(username));
            request.putAttribute(AttributeFactory.createPriorityAttribute(priority));
            request.putAttribute(AttributeFactory.createIceControllingAttribute(tieBreaker));
            request.putAttribute(AttributeFactory.createUseCandidateAttribute());
            request.setTransactionID(transactionId);
            return encode(request, password);
        } catch (StunException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encode(Message message, @Nullable String password) {
        SoftwareAttribute software = AttributeFactory.createSoftwareAttribute(SOFTWARE);
        message.putAttribute(software);
        if (password != null) {
            message.putAttribute(new KeyedIntegrity(password));
        }
        message.putAttribute(AttributeFactory.createFingerprintAttribute());
        return message.encode(null);
    }

    /// ice4j looks the key of MESSAGE-INTEGRITY up in a stack with threads and sockets; this one
    /// brings it.
    private static final class KeyedIntegrity extends MessageIntegrityAttribute {

        private static final int BYTES = 20;
        private final byte[] key;

        KeyedIntegrity(String password) {
            this.key = password.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] encode(StunStack none, byte[] content, int offset, int length) {
            byte[] encoded = new byte[4 + BYTES];
            encoded[1] = (byte) Attribute.MESSAGE_INTEGRITY;
            encoded[3] = BYTES;
            byte[] hmac = calculateHmacSha1(content, offset, length, key);
            System.arraycopy(hmac, 0, encoded, 4, BYTES);
            return encoded;
        }
    }
}
