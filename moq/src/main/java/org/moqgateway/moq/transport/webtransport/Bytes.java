package org.moqgateway.moq.transport.webtransport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.moqgateway.moq.wire.VarInt;

/// Writes the few small things that HTTP/3 and WebTransport put on the wire.
final class Bytes {
    private Bytes() {}

    /// Appends a variable-length integer.
    static void varint(ByteArrayOutputStream out, long value) {
        byte[] bytes = new byte[VarInt.MAX_LENGTH];
        out.write(bytes, 0, VarInt.encode(value, bytes, 0));
    }

    /// A frame or a capsule: type, length, payload.
    static byte[] frame(long type, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 8);
        varint(out, type);
        varint(out, payload.length);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /// What a stream of a session begins with: its type and the session's id.
    static byte[] streamPrefix(long type, long sessionId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(2 + VarInt.MAX_LENGTH);
        varint(out, type);
        varint(out, sessionId);
        return out.toByteArray();
    }

    /// What a datagram of a session begins with: a quarter of the session's id (RFC 9297 §2.1).
    static byte[] datagramPrefix(long sessionId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(VarInt.MAX_LENGTH);
        varint(out, sessionId / 4);
        return out.toByteArray();
    }

    /// A capsule of a type that everybody skips (RFC 9297 §5.4), empty, within a DATA frame.
    static byte[] nothing() {
        return frame(Http3.FRAME_DATA, frame(Http3.CAPSULE_RESERVED, new byte[0]));
    }

    /// CLOSE_WEBTRANSPORT_SESSION within a DATA frame.
    ///
    /// ```text
    ///  0x2843  length  code (32 bits)  reason (UTF-8)
    /// ```
    static byte[] closeSession(long code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload =
                ByteBuffer.allocate(Integer.BYTES + text.length)
                        .putInt((int) Math.clamp(code, 0, 0xffff_ffffL))
                        .put(text)
                        .array();
        return frame(Http3.FRAME_DATA, frame(Http3.CAPSULE_CLOSE_SESSION, payload));
    }
}
