package org.moqgateway.moq.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/// Collects the fields of one message. Fields that cannot be written, such as a number above
/// [VarInt#MAX_VALUE], are a programming error of the caller's and answered with
/// [IllegalArgumentException].
final class WireWriter {
    private byte[] bytes = new byte[64];
    private int length;

    WireWriter uint8(int value) {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException("not within 0..255: " + value);
        }
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    WireWriter varInt(long value) {
        reserve(VarInt.MAX_LENGTH);
        length += VarInt.encode(value, bytes, length);
        return this;
    }

    /// See [WireReader#optionalVarInt].
    WireWriter optionalVarInt(long value) {
        return varInt(value + 1);
    }

    /// Whole milliseconds, at most [VarInt#MAX_VALUE].
    WireWriter milliseconds(Duration duration) {
        boolean fits = duration.compareTo(Duration.ofMillis(VarInt.MAX_VALUE)) < 0;
        return varInt(fits ? duration.toMillis() : VarInt.MAX_VALUE);
    }

    WireWriter raw(byte[] field) {
        reserve(field.length);
        System.arraycopy(field, 0, bytes, length, field.length);
        length += field.length;
        return this;
    }

    WireWriter bytes(byte[] field) {
        return varInt(field.length).raw(field);
    }

    WireWriter string(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    WireWriter path(String path) {
        String normal = BroadcastPath.normalize(path);
        if (BroadcastPath.parts(normal) > BroadcastPath.MAX_PARTS) {
            throw new IllegalArgumentException(
                    "more than " + BroadcastPath.MAX_PARTS + " parts: " + path);
        }
        return string(normal);
    }

    /// What was written, without a length before it.
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /// What was written, as a message: its length before it.
    byte[] toMessage() {
        return new WireWriter().bytes(toBytes()).toBytes();
    }

    /// What was written, as a message of a stream that carries several kinds: type and length
    /// before it.
    byte[] toMessage(long type) {
        return new WireWriter().varInt(type).bytes(toBytes()).toBytes();
    }

    /// Fails unless the version has what the caller is about to write.
    static void require(boolean exists, String message, MoqVersion version) {
        if (!exists) {
            throw new IllegalArgumentException(version + " has no " + message);
        }
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
