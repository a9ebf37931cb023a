package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// Cuts the bytes of one direction of a control stream into messages. Bytes come in pieces, whole
/// messages go out; what is kept in between is at most [#MAX_MESSAGE_BYTES] and the piece that came
/// last. Not thread-safe.
///
/// ```java
/// reader.feed(bytes);
/// for (var next = reader.poll(decoder); next.isPresent(); next = reader.poll(decoder)) { … }
/// ```
public final class MessageReader {
    /// The longest message with what stands before it; a longer one is a violation.
    public static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private static final byte[] NO_BYTES = {};

    private final MoqVersion version;
    private byte[] kept = NO_BYTES;
    private int start;
    private int end;

    /// A reader that has no bytes yet.
    public MessageReader(MoqVersion version) {
        this.version = version;
    }

    /// Takes a copy of the bytes from position to limit.
    public void feed(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (kept.length - end < count) {
            int needed = end - start + count;
            byte[] room = new byte[Math.max(needed, Math.min(2 * needed, MAX_MESSAGE_BYTES))];
            System.arraycopy(kept, start, room, 0, end - start);
            kept = room;
            end -= start;
            start = 0;
        }
        bytes.get(kept, end, count);
        end += count;
    }

    /// Takes the number that a stream begins with; see [BidiStreamType] and [UniStreamType].
    ///
    /// @return the number, or [VarInt#INCOMPLETE]
    public long pollStreamType() {
        long type = VarInt.decode(kept, start, end);
        if (type != VarInt.INCOMPLETE) {
            take(VarInt.lengthFromFirstByte(kept[start]));
        }
        return type;
    }

    /// Takes the next message.
    ///
    /// @return empty when it is not whole yet
    /// @throws WireException when it is longer than allowed or is no such message
    public <T> Optional<T> poll(MessageDecoder<T> decoder) throws WireException {
        int length = messageLength(decoder.typed(version));
        if (length < 0) {
            return Optional.empty();
        }
        ByteBuffer message = ByteBuffer.wrap(kept, start, length);
        take(length);
        return Optional.of(decoder.decode(message, version));
    }

    /// Takes everything that is left, for who reads the rest of the stream otherwise.
    public ByteBuffer rest() {
        ByteBuffer rest = ByteBuffer.wrap(Arrays.copyOfRange(kept, start, end));
        take(end - start);
        return rest;
    }

    /// Says that the stream ended.
    ///
    /// @throws WireException when a message was begun and is not whole
    public void finish() throws WireException {
        if (start != end) {
            throw WireReader.malformed("stream ended within a message");
        }
    }

    // Bytes of the next message with everything before it; negative when that is not known yet or
    // they are not all there.
    private int messageLength(boolean typed) throws WireException {
        int at = start;
        if (typed) {
            if (at == end) {
                return -1;
            }
            at += VarInt.lengthFromFirstByte(kept[at]);
        }
        long body = VarInt.decode(kept, at, end);
        if (body == VarInt.INCOMPLETE) {
            return -1;
        }
        at += VarInt.lengthFromFirstByte(kept[at]);
        long length = at - start + body;
        if (length > MAX_MESSAGE_BYTES) {
            throw WireReader.malformed("message of " + body + " bytes");
        }
        return length > end - start ? -1 : (int) length;
    }

    private void take(int count) {
        start += count;
        if (start == end) {
            kept = NO_BYTES;
            start = 0;
            end = 0;
        }
    }
}
