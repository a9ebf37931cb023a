package org.moqgateway.moq.transport.qmux;

/// Answers the peer's pings, as many as a full carrier may hold back.
final class PingAnswers {
    private static final int MAX_QUEUED = 64;

    private final ControlQueue control;
    private final boolean strict;
    private long last = -1;
    private int queued;

    /// @param strict whether the numbers of requests must grow, as draft 02 has it
    PingAnswers(ControlQueue control, boolean strict) {
        this.control = control;
        this.strict = strict;
    }

    /// A request came.
    ///
    /// @throws QmuxException when its number did not grow although it must
    void answer(long sequence) throws QmuxException {
        if (strict && sequence <= last) {
            throw new QmuxException("the numbers of pings do not grow");
        }
        last = sequence;
        if (queued < MAX_QUEUED) {
            queued++;
            control.add(() -> answered(sequence));
        }
    }

    private QmuxFrame answered(long sequence) {
        queued--;
        return new QmuxFrame.Ping(true, sequence);
    }
}
