package org.moqgateway.moq.transport.kwik;

import java.util.ArrayDeque;
import java.util.Deque;

/// What waits to be handed to Kwik: arrays that the writer has lent, in order.
final class OutgoingData {
    @SuppressWarnings("ArrayRecordComponent")
    private record Piece(byte[] bytes, int offset, int end) {}

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private long length;
    private int taken;

    /// Bytes that wait.
    long length() {
        return length;
    }

    void add(byte[] bytes, int offset, int count) {
        if (count > 0) {
            pieces.add(new Piece(bytes, offset, offset + count));
            length += count;
        }
    }

    /// Takes bytes from the front.
    ///
    /// @return how many were copied to the beginning of `to`
    int take(byte[] to) {
        int copied = 0;
        while (copied < to.length && !pieces.isEmpty()) {
            Piece piece = pieces.getFirst();
            int from = piece.offset() + taken;
            int count = Math.min(piece.end() - from, to.length - copied);
            System.arraycopy(piece.bytes(), from, to, copied, count);
            copied += count;
            taken += count;
            if (from + count == piece.end()) {
                pieces.removeFirst();
                taken = 0;
            }
        }
        length -= copied;
        return copied;
    }

    void clear() {
        pieces.clear();
        length = 0;
        taken = 0;
    }
}
