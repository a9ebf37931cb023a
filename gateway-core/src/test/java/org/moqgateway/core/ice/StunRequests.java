package org.moqgateway.core.ice;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Writes STUN messages by hand, right ones and wrong ones, independently of the library under
/// test. One thread.
public final class StunRequests {

    private final ByteArrayOutputStream attributes = new ByteArrayOutputStream();
    private final int type;
    private final byte[] transactionId;

    StunRequests(int type) {
        this(type, HexFormat.of().parseHex("b7e7a701bc34d686fa87dfae"));
    }

    StunRequests(int type, byte[] transactionId) {
        this.type = type;
        this.transactionId = transactionId.clone();
    }

    /// A check as a browser sends it.
    public static StunRequests check(String username) {
        return new StunRequests(0x0001)
                .attribute(0x0006, username.getBytes(StandardCharsets.UTF_8))
                .attribute(0xc057, HexFormat.of().parseHex("0001000a"))
                .attribute(0x802a, HexFormat.of().parseHex("0102030405060708"))
                .attribute(0x0024, HexFormat.of().parseHex("6e7f1eff"));
    }

    /// Adds USE-CANDIDATE: a nomination.
    public StunRequests useCandidate() {
        return attribute(0x0025, new byte[0]);
    }

    StunRequests attribute(int attributeType, byte[] value) {
        attributes.writeBytes(
                ByteBuffer.allocate(4)
                        .putShort((short) attributeType)
                        .putShort((short) value.length)
                        .array());
        attributes.writeBytes(Arrays.copyOf(value, (value.length + 3) & ~3));
        return this;
    }

    /// Signs what is there so far (RFC 8489 §14.5).
    public StunRequests integrity(String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return attribute(0x0008, mac.doFinal(bytes(24)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// Ends the message with its checksum (RFC 8489 §14.7).
    public StunRequests fingerprint() {
        CRC32 crc = new CRC32();
        crc.update(bytes(8));
        int value = (int) crc.getValue() ^ 0x5354554e;
        return attribute(0x8028, ByteBuffer.allocate(4).putInt(value).array());
    }

    /// The message.
    public byte[] bytes() {
        return bytes(0);
    }

    /// @param more bytes that the header's length counts and that are not there yet
    private byte[] bytes(int more) {
        byte[] body = attributes.toByteArray();
        return ByteBuffer.allocate(20 + body.length)
                .putShort((short) type)
                .putShort((short) (body.length + more))
                .putInt(0x2112A442)
                .put(transactionId)
                .put(body)
                .array();
    }
}
