package org.moqgateway.moq.transport.qmux;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/// Frames that precede all stream data. A frame is made when there is room for it on the carrier,
/// so that a limit that is raised ten times while the carrier is full costs one frame.
final class ControlQueue {
    /// More than any of these frames takes, but for the first and the last.
    private static final int ROOM = 600;

    /// Far above what a peer within its limits can cause.
    private static final int MAX_QUEUED = 32 * 1024;

    /// A frame to come.
    interface Source {
        QmuxFrame frame();
    }

    private final Queue<Source> sources = new ArrayDeque<>();
    private final Runnable wake;

    /// @param wake has the queue written soon
    ControlQueue(Runnable wake) {
        this.wake = wake;
    }

    void add(Source source) {
        sources.add(source);
        wake.run();
    }

    /// Whether a peer has caused more answers than it takes.
    boolean flooded() {
        return sources.size() > MAX_QUEUED;
    }

    /// Appends what there is room for.
    ///
    /// @param single at most one frame
    void write(ByteBuffer out, boolean single) {
        while (!sources.isEmpty() && out.remaining() >= ROOM) {
            sources.remove().frame().encode(out);
            if (single) {
                return;
            }
        }
    }
}
