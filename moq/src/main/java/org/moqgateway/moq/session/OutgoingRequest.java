package org.moqgateway.moq.session;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.transport.TransportLoop;
import org.moqgateway.moq.wire.BidiStreamType;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.WireException;

/// A stream that we open to ask for something, and what comes back on it. On the session's loop.
abstract class OutgoingRequest implements StreamReader {
    /// How long an answer may take after its request was stopped.
    static final long REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    final SessionCore core;
    private final BidiStream stream;
    private final MessageReader messages;
    private TransportLoop.@Nullable Timer refusal;
    private boolean heard;
    private boolean over;

    OutgoingRequest(SessionCore core, BidiStreamType type, byte[] request) {
        this.core = core;
        stream = core.connection().openBidi();
        messages = new MessageReader(core.version());
        stream.sendOrder(SendStream.CONTROL_ORDER);
        stream.onStopped(this::stopped);
        stream.write(type.encode());
        stream.write(request);
    }

    /// The peer reads no more of the request, which it may have read whole: its answer comes in the
    /// other direction, and a stop may overtake it. Who stops and says nothing at all refuses.
    private void stopped(long code) {
        if (!over && !heard) {
            refusal = core.loop().schedule(() -> refused(code), REFUSAL_NANOS);
        }
    }

    private void refused(long code) {
        if (!over && !heard && !core.over()) {
            over = true;
            stream.stop(core.codes().toWire(MoqError.CANCEL.streamCode()));
            failed(core.codes().fromWire(code));
        }
    }

    private void heard() {
        heard = true;
        if (refusal != null) {
            refusal.cancel();
        }
    }

    /// Begins to read; the last step of building one.
    final void listen() {
        stream.reader(this);
    }

    /// Reads a stream of which nothing is expected.
    static StreamReader ignoring() {
        return new StreamReader() {
            @Override
            public void data(ByteBuffer bytes) {
                // Nobody asked for it.
            }

            @Override
            public void finished() {
                // As it should be.
            }

            @Override
            public void reset(long code) {
                // It has what we had to say, or does not want it.
            }
        };
    }

    /// Bytes came; whole messages may be among them.
    ///
    /// @throws WireException when they break the protocol
    abstract void read(MessageReader received) throws WireException;

    /// The peer said everything.
    abstract void answered();

    /// The peer does not want to answer; `streamCode` says why.
    abstract void failed(long streamCode);

    /// The peer answered what is no answer.
    abstract void malformed(WireException e);

    final void write(byte[] message) {
        stream.write(message);
    }

    /// Whether the peer takes what is written; `whenWritable` runs once it does so again.
    final boolean writable(Runnable whenWritable) {
        stream.onWritable(whenWritable);
        return stream.writable();
    }

    final boolean over() {
        return over;
    }

    /// Nothing more is wanted: the peer is told, and nothing of it is heard any more.
    final void leave() {
        if (!over) {
            over = true;
            stream.finish();
            stream.stop(core.codes().toWire(MoqError.CANCEL.streamCode()));
        }
    }

    @Override
    public final void data(ByteBuffer bytes) {
        heard();
        if (over || core.over()) {
            return;
        }
        messages.feed(bytes);
        try {
            read(messages);
        } catch (WireException e) {
            refuse(e);
        }
    }

    private void refuse(WireException e) {
        if (!over) {
            over = true;
            long number = core.codes().toWire(e.error().streamCode());
            stream.reset(number);
            stream.stop(number);
            malformed(e);
        }
    }

    @Override
    public final void finished() {
        heard();
        if (over || core.over()) {
            return;
        }
        try {
            messages.finish();
            over = true;
            stream.finish();
            answered();
        } catch (WireException e) {
            refuse(e);
        }
    }

    @Override
    public final void reset(long code) {
        heard();
        if (!over && !core.over()) {
            over = true;
            stream.reset(core.codes().toWire(MoqError.CANCEL.streamCode()));
            failed(core.codes().fromWire(code));
        }
    }
}
