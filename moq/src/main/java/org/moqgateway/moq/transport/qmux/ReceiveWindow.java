package org.moqgateway.moq.transport.qmux;

import java.util.function.LongFunction;

/// Flow control of one receiver: what the peer may send, and when it is told of more
/// (RFC 9000 §4.1). The window slides when half of it has been used up.
final class ReceiveWindow implements ControlQueue.Source {
    private final ControlQueue control;
    private final LongFunction<QmuxFrame> frame;
    private long window;
    private long max;
    private long received;
    private long consumed;
    private boolean queued;
    private boolean closed;

    /// @param window bytes that may be under way
    /// @param frame tells the peer of a new maximum
    ReceiveWindow(ControlQueue control, long window, LongFunction<QmuxFrame> frame) {
        this.control = control;
        this.window = window;
        this.max = window;
        this.frame = frame;
    }

    long received() {
        return received;
    }

    /// Counts what came.
    ///
    /// @throws QmuxException when it was more than allowed
    void receive(long bytes) throws QmuxException {
        received += bytes;
        if (received > max) {
            throw new QmuxException("more data than flow control allows");
        }
    }

    /// Counts what was delivered or dropped.
    void consume(long bytes) {
        consumed += bytes;
        if (consumed + window - max >= window / 2) {
            announce();
        }
    }

    /// Allows more from now on.
    void widen(long wider) {
        window = Math.max(window, wider);
        announce();
    }

    /// Nothing more will come: the peer need not be told anything.
    void close() {
        closed = true;
    }

    private void announce() {
        if (!queued && !closed) {
            queued = true;
            control.add(this);
        }
    }

    @Override
    public QmuxFrame frame() {
        queued = false;
        max = Math.max(max, consumed + window);
        return frame.apply(max);
    }
}
