package org.moqgateway.moq.transport.kwik;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.StreamReader;
import tech.kwik.core.QuicStream;
import tech.kwik.core.stream.FlowControlUpdateListener;

/// A stream: its sending direction is a state machine of the loop, its receiving direction a
/// [StreamPump]. A stream that was opened here exists for Kwik only when the peer has room for it.
final class KwikStream implements BidiStream {
    /// More than this may wait before [#writable] turns false.
    private static final long HIGH_WATER_BYTES = 64 * 1024;

    private static final long NO_CODE = -1;

    private enum Sending {
        /// More may be written.
        OPEN,
        /// The end follows what waits.
        FINISHING,
        /// The end has been handed to Kwik; only retransmission is left.
        ENDED,
        /// Reset here or stopped by the peer.
        RESET
    }

    private final StreamOwner connection;
    private final SendScheduler scheduler;
    private final long sequence;
    private final OutgoingData data = new OutgoingData();
    private @Nullable QuicStream quic;
    private @Nullable OutputStream output;
    private @Nullable StreamPump pump;
    private @Nullable StreamReader reader;
    private @Nullable Runnable onWritable;
    private @Nullable StopListener stopListener;
    private Sending sending = Sending.OPEN;
    private volatile long order;
    private long stopCode = NO_CODE;
    private long resetCode;
    private long receiveStopCode = NO_CODE;
    private long handed;
    private boolean wasFull;

    /// Bytes that have left at least once; written by Kwik's sending thread.
    volatile long sent;

    /// Whether the end has left; written by Kwik's sending thread.
    volatile boolean endSent;

    /// Whether the peer's flow control keeps it from sending; written by Kwik's sending thread.
    volatile boolean blocked;

    /// A stream that waits for its place, or that has one.
    ///
    /// @param sequence grows with each stream, to tell the older
    KwikStream(StreamOwner connection, long sequence) {
        this.connection = connection;
        this.scheduler = connection.scheduler();
        this.sequence = sequence;
    }

    /// The stream exists for Kwik from now on.
    ///
    /// @param sends whether it has a sending direction for us
    void attach(QuicStream stream, boolean sends) {
        quic = stream;
        output = sends ? stream.getOutputStream() : null;
        if (!sends) {
            sending = Sending.ENDED;
        }
        if (sends && sending == Sending.RESET) {
            stream.resetStream(resetCode);
        }
        if (receiveStopCode != NO_CODE) {
            stream.abortReading(receiveStopCode);
        } else if (reader != null) {
            startPump(stream, reader);
        }
        scheduler.changed(this);
    }

    @Override
    public long id() {
        return quic == null ? UNKNOWN_ID : quic.getStreamId();
    }

    long order() {
        return order;
    }

    long sequence() {
        return sequence;
    }

    /// Bytes within Kwik that have not left yet.
    long inside() {
        return sending == Sending.RESET ? 0 : handed - sent;
    }

    /// Whether there is something to hand over.
    boolean wantsToSend() {
        return output != null
                && (data.length() > 0 || (sending == Sending.FINISHING && inside() == 0));
    }

    /// Whether Kwik still has work with it that the sending thread has not shown.
    boolean unsettled() {
        return inside() > 0 || (sending == Sending.ENDED && output != null && !endSent);
    }

    /// Whether all of it has left, the end included; lost pieces may have to leave again.
    boolean complete() {
        return sending == Sending.ENDED && output != null && endSent;
    }

    /// Its pieces are not looked at any more.
    void forget() {
        connection.sendingEnded(this);
    }

    /// Whether it has been reset before the peer had room for it.
    boolean cancelled() {
        return quic == null && sending == Sending.RESET && reader == null;
    }

    /// Hands a piece to Kwik, or the end.
    ///
    /// @param buffer for copying
    void handOver(byte[] buffer) {
        OutputStream to = output;
        if (to == null) {
            return;
        }
        try {
            int count = data.take(buffer);
            if (count > 0) {
                handed += count;
                to.write(buffer, 0, count);
                tellWritable();
            } else if (sending == Sending.FINISHING && inside() == 0) {
                sending = Sending.ENDED;
                to.close();
            }
        } catch (IOException e) {
            // The peer stopped it, or the connection is ending: both are told on their own.
            data.clear();
            sending = Sending.RESET;
        }
    }

    private void tellWritable() {
        if (wasFull && writable()) {
            wasFull = false;
            if (onWritable != null) {
                onWritable.run();
            }
        }
    }

    /// Makes Kwik's sender look at the stream again, in case it has missed that there is something.
    /// Writing nothing would do that too, but the empty piece stays in Kwik's buffer until data
    /// follows, and an end behind it never leaves.
    void nudge() {
        if (sending != Sending.RESET && output instanceof FlowControlUpdateListener sender) {
            sender.streamNotBlocked((int) id());
            connection.wake();
        }
    }

    @Override
    public void sendOrder(long newOrder) {
        scheduler.remove(this);
        order = newOrder;
        scheduler.changed(this);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (sending == Sending.OPEN && !connection.ended()) {
            data.add(bytes, offset, length);
            wasFull |= data.length() >= HIGH_WATER_BYTES;
            scheduler.changed(this);
        }
    }

    @Override
    public boolean writable() {
        return sending == Sending.OPEN && data.length() < HIGH_WATER_BYTES && !connection.ended();
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    @Override
    public void finish() {
        if (sending == Sending.OPEN) {
            sending = Sending.FINISHING;
            scheduler.changed(this);
        }
    }

    @Override
    public void reset(long code) {
        if (sending == Sending.OPEN || sending == Sending.FINISHING) {
            resetCode = code;
            endSending();
            if (quic != null) {
                quic.resetStream(code);
                connection.wake();
            }
        }
    }

    private void endSending() {
        sending = Sending.RESET;
        data.clear();
        scheduler.forget(this);
        connection.sendingEnded(this);
    }

    @Override
    public void onStopped(StopListener listener) {
        stopListener = listener;
        if (stopCode != NO_CODE) {
            listener.stopped(stopCode);
        }
    }

    /// The peer wants nothing more; Kwik answers with a reset.
    void stoppedByPeer(long code) {
        if (sending == Sending.RESET || stopCode != NO_CODE) {
            return;
        }
        stopCode = code;
        endSending();
        if (stopListener != null) {
            stopListener.stopped(code);
        }
    }

    @Override
    public void reader(StreamReader newReader) {
        reader = newReader;
        if (quic != null && receiveStopCode == NO_CODE) {
            startPump(quic, newReader);
        }
    }

    private void startPump(QuicStream stream, StreamReader to) {
        pump = new StreamPump(connection, this, stream.getInputStream(), to);
        pump.start();
    }

    @Override
    public void stop(long code) {
        if (receiveStopCode != NO_CODE) {
            return;
        }
        receiveStopCode = code;
        if (pump != null) {
            pump.silence();
        }
        if (quic != null && (pump == null || !pump.over())) {
            quic.abortReading(code);
            connection.wake();
        }
    }
}
