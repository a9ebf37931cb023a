package org.moqgateway.moq.transport.qmux;

import java.util.HashSet;
import java.util.Set;

/// Which streams of one kind the peer has opened, and how many it may (RFC 9000 §2.1, §4.6). To use
/// a number opens all lower ones as well; they may turn up later.
final class PeerStreams implements ControlQueue.Source {
    private final ControlQueue control;
    private final boolean uni;
    private final long concurrent;
    /// Below the highest number seen, those that have not turned up yet.
    private final Set<Long> missing = new HashSet<>();

    private long limit;
    private long seen;
    private long closed;
    private boolean queued;

    /// @param concurrent how many may be open at a time
    PeerStreams(ControlQueue control, boolean uni, long concurrent) {
        this.control = control;
        this.uni = uni;
        this.concurrent = concurrent;
        this.limit = concurrent;
    }

    /// A frame came for a stream that is not open.
    ///
    /// @param index the stream's number among those of its kind
    /// @return whether it is open from now on; false for one that was closed before
    /// @throws QmuxException when that are too many
    boolean open(long index) throws QmuxException {
        if (index >= limit) {
            throw new QmuxException("more streams than allowed");
        }
        if (index < seen) {
            return missing.remove(index);
        }
        for (long between = seen; between < index; between++) {
            missing.add(between);
        }
        seen = index + 1;
        return true;
    }

    /// One of them has ended in both directions.
    void close() {
        closed++;
        if (!queued && closed + concurrent - limit >= Math.max(1, concurrent / 2)) {
            queued = true;
            control.add(this);
        }
    }

    @Override
    public QmuxFrame frame() {
        queued = false;
        limit = closed + concurrent;
        return new QmuxFrame.MaxStreams(uni, limit);
    }
}
