package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Reads the fields of one message that is wholly there. Every method fails with
/// [MoqError#MALFORMED] when the message ends too early.
///
/// Not thread-safe; the buffer is read from its position on and nothing of it is kept.
final class WireReader {
    private final ByteBuffer bytes;

    private WireReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /// A reader of the body that follows in `message`: its length, then so many bytes. The position
    /// is moved behind it.
    static WireReader body(ByteBuffer message) throws WireException {
        long length = new WireReader(message).varInt();
        if (length > message.remaining()) {
            throw malformed("message of " + length + " bytes ends after " + message.remaining());
        }
        ByteBuffer body = message.slice(message.position(), (int) length);
        message.position(message.position() + (int) length);
        return new WireReader(body);
    }

    /// A reader of everything that is left in `bytes`.
    static WireReader of(ByteBuffer bytes) {
        return new WireReader(bytes);
    }

    /// An exception that says what is wrong with the bytes.
    static WireException malformed(String text) {
        return new WireException(MoqError.MALFORMED, text);
    }

    /// Fails unless the version has what the bytes are about to be read as.
    static void require(boolean exists, String message, MoqVersion version) throws WireException {
        if (!exists) {
            throw new WireException(MoqError.UNEXPECTED_STREAM, version + " has no " + message);
        }
    }

    int uint8() throws WireException {
        need(1);
        return bytes.get() & 0xff;
    }

    long varInt() throws WireException {
        need(1);
        int length = VarInt.lengthFromFirstByte(bytes.get(bytes.position()));
        need(length);
        long value = bytes.get() & 0x3f;
        for (int i = 1; i < length; i++) {
            value = value << 8 | (bytes.get() & 0xff);
        }
        return value;
    }

    /// A number that may be absent: 0 for that, otherwise one more than it.
    ///
    /// @return [GroupRange#OPEN] when it is absent
    long optionalVarInt() throws WireException {
        return varInt() - 1;
    }

    Duration milliseconds() throws WireException {
        return Duration.ofMillis(varInt());
    }

    byte[] bytes() throws WireException {
        long length = varInt();
        if (length > bytes.remaining()) {
            throw malformed("field of " + length + " bytes ends after " + bytes.remaining());
        }
        byte[] field = new byte[(int) length];
        bytes.get(field);
        return field;
    }

    byte[] rest() {
        byte[] field = new byte[bytes.remaining()];
        bytes.get(field);
        return field;
    }

    String trackName() throws WireException {
        return name("track name", TrackName.MAX_BYTES);
    }

    private String name(String what, int maxBytes) throws WireException {
        byte[] field = bytes();
        if (field.length > maxBytes) {
            throw malformed(what + " of " + field.length + " bytes, at most " + maxBytes);
        }
        return utf8(field);
    }

    String path() throws WireException {
        String path = BroadcastPath.normalize(name("path", BroadcastPath.MAX_BYTES));
        if (BroadcastPath.parts(path) > BroadcastPath.MAX_PARTS) {
            throw malformed("path has more than " + BroadcastPath.MAX_PARTS + " parts");
        }
        return path;
    }

    /// Checks that nothing follows.
    void end() throws WireException {
        if (bytes.hasRemaining()) {
            throw malformed(bytes.remaining() + " bytes after the message's last field");
        }
    }

    static String utf8(byte[] field) throws WireException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(field)).toString();
        } catch (CharacterCodingException e) {
            throw malformed("text is not UTF-8");
        }
    }

    private void need(int length) throws WireException {
        if (bytes.remaining() < length) {
            throw malformed("message ends within a field");
        }
    }
}
