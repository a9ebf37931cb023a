package org.moqgateway.moq.transport.qmux;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.StreamReader;

/// One stream: its number and its one or two directions. A stream of ours gets its number when its
/// first frame leaves.
final class StreamEntry implements BidiStream {
    private static final long NONE = -1;

    private final StreamTable table;
    private final boolean uni;
    private final boolean ours;
    private long id = NONE;
    private @Nullable SendHalf send;
    private @Nullable ReceiveHalf receive;
    private boolean closed;

    StreamEntry(StreamTable table, boolean uni, boolean ours) {
        this.table = table;
        this.uni = uni;
        this.ours = ours;
    }

    void halves(@Nullable SendHalf newSend, @Nullable ReceiveHalf newReceive) {
        send = newSend;
        receive = newReceive;
    }

    boolean uni() {
        return uni;
    }

    boolean ours() {
        return ours;
    }

    boolean opened() {
        return id != NONE;
    }

    @Override
    public long id() {
        return id;
    }

    void id(long newId) {
        id = newId;
    }

    /// Null for a stream that only the peer writes.
    @Nullable SendHalf send() {
        return send;
    }

    /// Null for a stream that only we write.
    @Nullable ReceiveHalf receive() {
        return receive;
    }

    /// A direction has ended; with the second the stream is gone.
    void halfEnded() {
        boolean sendEnded = send == null || send.ended();
        // What was never opened will never be answered.
        boolean receiveEnded = receive == null || receive.ended() || !opened();
        if (sendEnded && receiveEnded && !closed) {
            closed = true;
            table.closed(this);
        }
    }

    private SendHalf sending() {
        return Objects.requireNonNull(send);
    }

    private ReceiveHalf receiving() {
        return Objects.requireNonNull(receive);
    }

    @Override
    public void sendOrder(long order) {
        sending().sendOrder(order);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        sending().write(bytes, offset, length);
    }

    @Override
    public boolean writable() {
        return sending().writable();
    }

    @Override
    public void onWritable(Runnable action) {
        sending().onWritable(action);
    }

    @Override
    public void finish() {
        sending().finish();
    }

    @Override
    public void reset(long code) {
        sending().reset(code);
    }

    @Override
    public void onStopped(StopListener listener) {
        sending().onStopped(listener);
    }

    @Override
    public void reader(StreamReader reader) {
        receiving().reader(reader);
    }

    @Override
    public void stop(long code) {
        receiving().stop(code);
    }
}
