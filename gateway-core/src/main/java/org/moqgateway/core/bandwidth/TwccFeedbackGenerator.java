package org.moqgateway.core.bandwidth;

import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtcp.TransportFeedbackWriter;
import org.moqgateway.core.rtp.SequenceUnwrapper;

/// Collects the arrivals of transport-wide sequence numbers and tells the sender about them
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01): every 50 ms, sooner after 200 packets.
///
/// A packet that comes after it was reported missing makes the next message start again from it.
/// Bounded: the last 4096 numbers; a jump of more than 2048 is refused until a second number
/// confirms it. Nothing is allocated for a packet. Sans-IO, one thread.
public final class TwccFeedbackGenerator {
    private static final int CAPACITY = 4096;
    private static final int MAX_JUMP = CAPACITY / 2;
    private static final int MAX_MISSING_BEFORE = 1024;
    private static final int MAX_MESSAGE_BYTES = 1000;
    private static final int MANY = 200;
    private static final long INTERVAL_NANOS = 50_000_000L;
    private static final long MISSING = Long.MIN_VALUE;

    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper(MAX_JUMP, MAX_JUMP);
    private final TransportFeedbackWriter message = new TransportFeedbackWriter();
    private final long[] arrivalUs = new long[CAPACITY];
    private boolean started;
    private long begin;
    private long end;
    private int unreported;
    private int mediaSsrc;
    private int feedbackCount;
    private long nextFeedbackNanos = Long.MAX_VALUE;

    private static int slot(long extended) {
        return (int) extended & (CAPACITY - 1);
    }

    /// Notes a packet that carried the extension, whichever stream it belongs to.
    ///
    /// @param transportSequenceNumber 0..65535; -1, as for a packet without it, is ignored
    /// @param nowNanos arrival, on the clock that is used throughout
    public void received(int transportSequenceNumber, int mediaSsrc, long nowNanos) {
        long extended =
                transportSequenceNumber < 0
                        ? SequenceUnwrapper.REFUSED
                        : unwrapper.unwrap(transportSequenceNumber);
        if (extended == SequenceUnwrapper.REFUSED) {
            return;
        }
        if (!started || unwrapper.restarted()) {
            started = true;
            begin = extended;
            end = extended;
        }
        if (extended < Math.max(begin, end) - CAPACITY) {
            return;
        }
        for (; end <= extended; end++) {
            arrivalUs[slot(end)] = MISSING;
        }
        begin = Math.max(Math.min(begin, extended), end - CAPACITY);
        arrivalUs[slot(extended)] = nowNanos / 1000;
        this.mediaSsrc = mediaSsrc;
        unreported++;
        if (unreported == MANY) {
            nextFeedbackNanos = nowNanos;
        }
        nextFeedbackNanos = Math.min(nextFeedbackNanos, nowNanos + INTERVAL_NANOS);
    }

    /// When the next feedback is due; `Long.MAX_VALUE` when there is nothing to tell.
    public long nextFeedbackNanos() {
        return nextFeedbackNanos;
    }

    /// Appends one feedback message when one is due; call again, with room of a datagram, until it
    /// says false.
    public boolean writeFeedback(RtcpWriter writer, int senderSsrc, long nowNanos) {
        if (nowNanos < nextFeedbackNanos) {
            return false;
        }
        long first = firstReceived();
        if (first - begin > MAX_MISSING_BEFORE) {
            begin = first;
        }
        long firstUs = arrivalUs[slot(first)];
        message.begin((int) begin, firstUs, Math.min(MAX_MESSAGE_BYTES, writer.remaining()));
        fillMessage();
        if (message.statusCount() == 0) {
            return false;
        }
        message.writeTo(writer, senderSsrc, mediaSsrc, feedbackCount++);
        if (begin == end) {
            unreported = 0;
            nextFeedbackNanos = Long.MAX_VALUE;
        }
        return true;
    }

    private void fillMessage() {
        int missing = 0;
        for (long extended = begin; extended < end; extended++) {
            long arrival = arrivalUs[slot(extended)];
            if (arrival == MISSING) {
                missing++;
                continue;
            }
            if (!message.received(missing, arrival)) {
                return;
            }
            missing = 0;
            begin = extended + 1;
        }
    }

    /// There always is one: the newest number has arrived, and it is not yet reported when due.
    private long firstReceived() {
        long extended = begin;
        while (extended < end - 1 && arrivalUs[slot(extended)] == MISSING) {
            extended++;
        }
        return extended;
    }
}
