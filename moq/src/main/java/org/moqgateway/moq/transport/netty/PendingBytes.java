package org.moqgateway.moq.transport.netty;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Lent arrays that wait to be sent: references, not copies, so that a frame waits once however
/// many subscribers wait for it.
final class PendingBytes {
    @SuppressWarnings("ArrayRecordComponent")
    private record Slice(byte[] bytes, int offset, int length) {}

    private final ArrayDeque<Slice> slices = new ArrayDeque<>(4);
    private int firstTaken;
    private long bytes;

    long bytes() {
        return bytes;
    }

    void add(byte[] array, int offset, int length) {
        if (length > 0) {
            slices.add(new Slice(array, offset, length));
            bytes += length;
        }
    }

    /// Moves as many bytes as fit into the buffer.
    void moveTo(ByteBuf buffer, int most) {
        int left = most;
        while (left > 0) {
            @Nullable Slice first = slices.peek();
            if (first == null) {
                return;
            }
            int taken = Math.min(left, first.length - firstTaken);
            buffer.writeBytes(first.bytes, first.offset + firstTaken, taken);
            left -= taken;
            bytes -= taken;
            firstTaken += taken;
            if (firstTaken == first.length) {
                slices.remove();
                firstTaken = 0;
            }
        }
    }

    void clear() {
        slices.clear();
        firstTaken = 0;
        bytes = 0;
    }
}
