package org.moqgateway.moq.transport.kwik;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.frame.DatagramFrame;
import tech.kwik.core.frame.HandshakeDoneFrame;
import tech.kwik.core.frame.NewConnectionIdFrame;
import tech.kwik.core.frame.NewTokenFrame;
import tech.kwik.core.frame.Padding;
import tech.kwik.core.frame.PathChallengeFrame;
import tech.kwik.core.frame.PathResponseFrame;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.frame.RetireConnectionIdFrame;
import tech.kwik.core.frame.StreamFrame;

/// What a peer may make us do without sending data (RFC 9000 §21.9), by kind of frame. Of the
/// receiving thread, but for [#sent].
final class FrameBudget {
    /// Kwik remembers every connection id for as long as the connection lives, and looks through
    /// all of them at each further one.
    private static final int MAX_IDS = 256;

    private static final double IDS_PER_SECOND = 1.0 / 60;

    /// Each has to be answered.
    private static final int MAX_CHALLENGES = 256;

    private static final double CHALLENGES_PER_SECOND = 1;

    private static final int MAX_IDLE = 500;
    private static final double IDLE_PER_SECOND = 100;

    /// Flow control and the ends of streams come with data of either side: a busy link has many.
    private static final int MAX_CONTROL = 5_000;

    private static final double CONTROL_PER_SECOND = 1_000;
    private static final int CONTROL_PER_DATA_FRAME = 2;

    private final Allowance ids = new Allowance(MAX_IDS, IDS_PER_SECOND);
    private final Allowance challenges = new Allowance(MAX_CHALLENGES, CHALLENGES_PER_SECOND);
    private final Allowance idle = new Allowance(MAX_IDLE, IDLE_PER_SECOND);
    private final Allowance control = new Allowance(MAX_CONTROL, CONTROL_PER_SECOND);
    private final AtomicLong sent = new AtomicLong();
    private long sentBefore;

    /// Counts the frames of a packet.
    ///
    /// @return false when there were too many of a kind
    boolean spend(List<QuicFrame> frames, long nowNanos) {
        long sentNow = sent.get();
        control.add(CONTROL_PER_DATA_FRAME * (double) (sentNow - sentBefore));
        sentBefore = sentNow;
        boolean enough = true;
        for (QuicFrame frame : frames) {
            enough &= spend(frame, nowNanos);
        }
        return enough;
    }

    private boolean spend(QuicFrame frame, long nowNanos) {
        return switch (frame) {
            case StreamFrame data -> {
                if (data.getLength() > 0 || data.isFinal()) {
                    control.add(CONTROL_PER_DATA_FRAME);
                    yield true;
                }
                yield control.spend(nowNanos);
            }
            case AckFrame _, DatagramFrame _, Padding _, ConnectionCloseFrame _ -> true;
            case NewConnectionIdFrame _, RetireConnectionIdFrame _ -> ids.spend(nowNanos);
            case PathChallengeFrame _, PathResponseFrame _ -> challenges.spend(nowNanos);
            case PingFrame _, NewTokenFrame _, CryptoFrame _, HandshakeDoneFrame _ ->
                    idle.spend(nowNanos);
            default -> control.spend(nowNanos);
        };
    }

    /// Data has been sent: the peer may answer with flow control. Any thread.
    void sent(int dataFrames) {
        sent.addAndGet(dataFrames);
    }
}
