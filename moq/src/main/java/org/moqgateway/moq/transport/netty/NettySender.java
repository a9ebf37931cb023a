package org.moqgateway.moq.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamPriority;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.SendStream;

/// The sending direction of a stream.
///
/// Bytes wait here by reference. One chunk at a time goes to the codec, which copies it into
/// quiche as far as flow and congestion control allow; the rest of that chunk waits in the codec
/// and everything behind it here, where a reset drops it and nothing was copied yet.
final class NettySender implements SendRanks.Ranked, ChannelFutureListener {
    private static final int HIGH_BYTES = 64 << 10;
    private static final int LOW_BYTES = 32 << 10;
    private static final int SMALLEST_CHUNK_BYTES = 4 << 10;
    private static final int LARGEST_CHUNK_BYTES = 64 << 10;

    /// Netty does not pass on the code of STOP_SENDING.
    private static final long UNKNOWN_CODE = 0;

    /// How far it is.
    private enum State {
        /// Takes bytes.
        OPEN,
        /// [#finish] was called; what waits, and the FIN behind it, have yet to go to quiche.
        FINISHING,
        /// The FIN is with quiche, which delivers it; a reset still drops what it has not sent.
        FINISHED,
        /// Reset by us, stopped by the peer, or gone with the connection. Terminal.
        ENDED
    }

    private final NettyConnection connection;
    private final NettyStream stream;
    private final PendingBytes pending = new PendingBytes();

    private State state = State.OPEN;
    private @Nullable ChannelFuture chunk;
    private int chunkBytes;
    private boolean chunkIsLast;
    private boolean probing;
    private boolean dirty;
    private boolean full;
    private boolean rankable;
    private long order;
    private int urgency = SendRanks.NONE;
    private @Nullable Runnable onWritable;
    private SendStream.@Nullable StopListener onStopped;
    private boolean stopped;

    NettySender(NettyConnection connection, NettyStream stream) {
        this.connection = connection;
        this.stream = stream;
    }

    /// Whether nothing more is to be done for this direction.
    boolean over() {
        return state == State.ENDED || state == State.FINISHED;
    }

    void write(byte[] bytes, int offset, int length) {
        if (state != State.OPEN || !connection.open()) {
            return;
        }
        pending.add(bytes, offset, length);
        full |= waiting() >= HIGH_BYTES;
        touch();
    }

    private long waiting() {
        return pending.bytes() + chunkBytes;
    }

    private void touch() {
        if (!dirty) {
            dirty = true;
            connection.dirty(this);
        }
    }

    boolean writable() {
        return state == State.OPEN && !full && connection.open();
    }

    void onWritable(Runnable action) {
        onWritable = action;
    }

    void finish() {
        if (state == State.OPEN) {
            state = State.FINISHING;
            touch();
        }
    }

    void reset(long code) {
        if (state == State.ENDED) {
            return;
        }
        end();
        QuicStreamChannel channel = stream.channel();
        if (channel != null && connection.open()) {
            QuicheInternals.reset(channel, code);
        }
        stream.forgetIfOver();
    }

    /// Lets go of everything, without a word to the peer.
    void end() {
        if (state != State.ENDED) {
            state = State.ENDED;
            pending.clear();
            chunkBytes = 0;
            chunk = null;
            connection.ranks().remove(this);
        }
    }

    void onStopped(SendStream.StopListener listener) {
        onStopped = listener;
        if (stopped) {
            connection.later(() -> listener.stopped(UNKNOWN_CODE));
        }
    }

    void sendOrder(long value) {
        order = value;
        if (rankable) {
            connection.ranks().changed(this);
        }
    }

    @Override
    public long order() {
        return order;
    }

    @Override
    public int urgency() {
        return urgency;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void urgency(int value) {
        urgency = value;
        QuicStreamChannel channel = stream.channel();
        if (channel != null) {
            channel.updatePriority(new QuicStreamPriority(value, false));
        }
    }

    /// Hands over what the codec takes. Called once a turn while something is new, and when the
    /// codec has got rid of a chunk.
    void pump() {
        dirty = false;
        ChannelHandlerContext context = stream.context();
        if (context == null || over()) {
            return;
        }
        rank();
        while (chunk == null && !over() && (pending.bytes() > 0 || state == State.FINISHING)) {
            sendChunk(context);
        }
        if (state == State.OPEN && !probing && chunk == null) {
            probe(context);
        }
        if (full && waiting() <= LOW_BYTES) {
            full = false;
            connection.later(this::tellWritable);
        }
    }

    private void rank() {
        if (!rankable) {
            rankable = true;
            if (order == SendStream.CONTROL_ORDER) {
                urgency(SendRanks.CONTROL_URGENCY);
            } else {
                connection.ranks().add(this);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void sendChunk(ChannelHandlerContext context) {
        long room = context.channel().bytesBeforeUnwritable();
        int most = (int) Math.clamp(room, (long) SMALLEST_CHUNK_BYTES, (long) LARGEST_CHUNK_BYTES);
        int length = (int) Math.min(most, pending.bytes());
        ByteBuf bytes = context.alloc().directBuffer(length);
        pending.moveTo(bytes, length);
        boolean last = state == State.FINISHING && pending.bytes() == 0;
        if (probing) {
            endProbe(context);
        }
        ChannelFuture written =
                context.write(last ? new DefaultQuicStreamFrame(bytes, true) : bytes);
        if (!written.isDone()) {
            chunk = written;
            chunkBytes = length;
            chunkIsLast = last;
            written.addListener(this);
        } else if (!written.isSuccess()) {
            failed();
        } else if (last) {
            finished();
        }
    }

    private void finished() {
        state = State.FINISHED;
        connection.ranks().remove(this);
        stream.forgetIfOver();
    }

    /// The codec got rid of the chunk that waited, or of the probe.
    @Override
    public void operationComplete(ChannelFuture written) {
        if (over() || written != chunk) {
            return;
        }
        chunk = null;
        chunkBytes = 0;
        if (!written.isSuccess()) {
            failed();
        } else if (chunkIsLast) {
            finished();
        } else {
            pump();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void probe(ChannelHandlerContext context) {
        probing = true;
        context.write(connection.probe().retain())
                .addListener(
                        ended -> {
                            if (!ended.isSuccess() && !over()) {
                                failed();
                            }
                        });
    }

    /// Empties the codec's queue by another write of nothing. A write of something must not find
    /// anything there: when the socket's own queue becomes full or empty on the way, Netty enters
    /// the stream's queue a second time and loses count.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void endProbe(ChannelHandlerContext context) {
        probing = false;
        connection.probe().over(true);
        context.write(Unpooled.EMPTY_BUFFER);
        connection.probe().over(false);
    }

    /// Writes fail when the peer has stopped the stream, which quiche has answered by a reset, and
    /// when the connection ends, of which the listener hears elsewhere.
    private void failed() {
        end();
        if (connection.open()) {
            stopped = true;
            SendStream.StopListener listener = onStopped;
            if (listener != null) {
                connection.later(() -> listener.stopped(UNKNOWN_CODE));
            }
            stream.forgetIfOver();
        }
    }

    private void tellWritable() {
        Runnable action = onWritable;
        if (action != null && writable()) {
            action.run();
        }
    }
}
