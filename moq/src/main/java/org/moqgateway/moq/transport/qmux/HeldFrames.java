package org.moqgateway.moq.transport.qmux;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Frames for the application that come before it listens, in order and within bounds.
final class HeldFrames {
    private static final int MAX_FRAMES = 4096;

    private final Queue<byte[]> frames = new ArrayDeque<>();
    private final long maxBytes;
    private long bytes;

    /// @param payloadBytes what flow control allows; headers are on top of it
    HeldFrames(long payloadBytes) {
        maxBytes = 2 * payloadBytes;
    }

    /// Whether a frame has to wait for the application.
    static boolean concerns(QmuxFrame frame) {
        return frame instanceof QmuxFrame.Stream
                || frame instanceof QmuxFrame.ResetStream
                || frame instanceof QmuxFrame.Datagram;
    }

    /// Keeps a copy.
    ///
    /// @throws QmuxException when it is too much
    void add(ByteBuffer frame) throws QmuxException {
        byte[] copy = new byte[frame.remaining()];
        frame.get(copy);
        bytes += copy.length;
        if (bytes > maxBytes || frames.size() >= MAX_FRAMES) {
            throw new QmuxException("too much before the session was let in");
        }
        frames.add(copy);
    }

    /// The next one; null when there is none.
    @Nullable ByteBuffer poll() {
        byte[] frame = frames.poll();
        return frame == null ? null : ByteBuffer.wrap(frame);
    }

    void clear() {
        frames.clear();
    }
}
