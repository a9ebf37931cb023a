package org.moqgateway.moq.session;

import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupConsumer;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.TransportLoop;
import org.moqgateway.moq.wire.GroupHeader;
import org.moqgateway.moq.wire.MoqError;

/// One group on its way to the peer. It takes from the model only what the stream has room for.
final class GroupStream extends Work {
    /// What a stream keeps back at most for a peer that does not read.
    private static final long STREAM_BYTES = 64 * 1024;

    private final GroupSending sending;
    private final GroupBudget budget;
    private final int priority;
    private final long sequence;
    // Null once the stream is over: what the peer has yet to take, the transport holds alone.
    private @Nullable GroupConsumer group;
    private final SendStream stream;
    private final StreamCodes codes;
    private final FrameWriter frames;
    private final TransportLoop loop;
    private long finishedNanos;
    private boolean begun;
    private long bytes;
    private long order = -1;

    /// @param priority the subscriber's at present, and below it the track's
    GroupStream(SessionCore core, GroupSending sending, int priority, GroupConsumer group) {
        super(core.queue());
        this.sending = sending;
        this.budget = core.groupBudget();
        this.priority = priority;
        this.sequence = group.sequence();
        this.group = group;
        this.loop = core.loop();
        codes = core.codes();
        stream = core.connection().openUni();
        frames = new FrameWriter(stream, core, group.info().timescale());
        stream.write(new GroupHeader(sending.subscribeId(), sequence).encodeStream());
        stream.onStopped(_ -> stopped());
        stream.onWritable(this);
        group.onAvailable(this);
        budget.opened(this);
    }

    long sequence() {
        return sequence;
    }

    int priority() {
        return priority;
    }

    /// When it was written to its end; 0 before.
    long finishedNanos() {
        return finishedNanos;
    }

    /// Whether the group is so far behind the newest of its track.
    boolean behind(long maxLatencyUs) {
        GroupConsumer read = group;
        return read != null && read.behind(maxLatencyUs);
    }

    /// What the transport may keep of it at most.
    long heldBytes() {
        return Math.min(bytes, STREAM_BYTES);
    }

    void order(long newOrder) {
        if (newOrder != order) {
            order = newOrder;
            stream.sendOrder(newOrder);
        }
    }

    @Override
    void work() {
        GroupConsumer read = group;
        while (read != null && stream.writable()) {
            switch (read.poll()) {
                case Poll.Ready(Frame frame) -> write(frame);
                case Poll.Skipped(long _) -> {
                    // Said of tracks alone.
                }
                case Poll.Pending() -> {
                    sending.stalled(this);
                    return;
                }
                case Poll.Finished() -> finish();
                case Poll.Aborted(var reason) -> giveUp(Reasons.streamCode(reason));
            }
            read = group;
        }
        if (read != null) {
            sending.stalled(this);
        }
    }

    private void write(Frame frame) {
        frames.write(frame);
        bytes += frame.payload().length;
        if (!begun) {
            begun = true;
            sending.began(this);
        }
    }

    private void finish() {
        end();
        stream.finish();
        finishedNanos = loop.nowNanos();
        budget.finished(this);
        sending.finished(this);
    }

    private void stopped() {
        if (end()) {
            sending.dropped(this);
        } else {
            sending.forgotten(this);
            budget.forgotten(this);
        }
    }

    /// Ends it before its end.
    void giveUp(long streamCode) {
        if (end()) {
            stream.reset(codes.toWire(streamCode));
            sending.dropped(this);
        }
    }

    /// Ends it where it is, because nobody is there to hear of it.
    void cancel() {
        end();
        stream.reset(codes.toWire(MoqError.CANCEL.streamCode()));
    }

    private boolean end() {
        GroupConsumer read = group;
        if (read == null) {
            return false;
        }
        group = null;
        read.close();
        budget.closed(this);
        return true;
    }

    /// Drops what the transport may still keep of a finished group.
    void forget() {
        sending.forgotten(this);
        budget.forgotten(this);
        stream.reset(codes.toWire(MoqError.OLD.streamCode()));
    }
}
