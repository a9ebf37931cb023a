package org.moqgateway.moq.session;

/// The memory that frames of the peer take which are not whole yet, over all its streams: no cache
/// counts them, and flow control has let go of their bytes. On the session's loop.
final class IncompleteFrames {
    private final long maxBytes;
    private long bytes;

    IncompleteFrames(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Takes memory.
    ///
    /// @return false when there is not so much left, and nothing was taken
    boolean hold(int more) {
        if (bytes + more > maxBytes) {
            return false;
        }
        bytes += more;
        return true;
    }

    /// Gives memory back.
    void release(int less) {
        bytes -= less;
    }
}
