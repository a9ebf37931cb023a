package org.moqgateway.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One peer's way out: collects a run of datagrams into one buffer that the kernel cuts up again.
final class LoopSender implements PacketSender, ChannelFutureListener {

    /// Linux takes 64 segments and an IPv4 datagram's 65507 bytes in one segmented send.
    private static final int MOST_SEGMENTS = 64;

    private static final int MOST_BYTES = 65_000;
    private static final int FIRST_CAPACITY = 16 << 10;
    private static final int EIO = -5;
    private static final int EINVAL = -22;
    private static final int EMSGSIZE = -90;

    private final LoopSockets sockets;
    private boolean segmentation;
    private volatile boolean closed;

    private @Nullable ByteBuf batch;
    private @Nullable ChannelHandlerContext socket;
    private InetSocketAddress destination = InetSocketAddress.createUnresolved("", 0);
    private int segmentBytes;
    private int segments;
    private boolean unflushed;

    LoopSender(LoopSockets sockets) {
        this.sockets = sockets;
        this.segmentation = sockets.segmentation();
    }

    /// Drops what is queued and everything that comes. Any thread.
    void close() {
        closed = true;
        sockets.loop().execute(this::discard);
    }

    private void discard() {
        if (batch != null) {
            batch.release();
            batch = null;
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
        if (sockets.loop().inLoop()) {
            sendInLoop(buffer, offset, length, destination);
            return;
        }
        byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
        sockets.loop()
                .execute(
                        () -> {
                            sendInLoop(copy, 0, copy.length, destination);
                            flushInLoop();
                        });
    }

    @Override
    public void flush() {
        if (sockets.loop().inLoop()) {
            flushInLoop();
        }
    }

    private void sendInLoop(byte[] buffer, int offset, int length, InetSocketAddress to) {
        if (closed) {
            return;
        }
        if (batch != null && !fits(batch, length, to)) {
            write();
        }
        if (batch == null && !begin(length, to)) {
            return;
        }
        if (batch != null) {
            batch.writeBytes(buffer, offset, length);
            segments++;
        }
    }

    /// A datagram joins the batch if all before it have the same length and it is not longer.
    private boolean fits(ByteBuf batch, int length, InetSocketAddress to) {
        return segmentation
                && segments < MOST_SEGMENTS
                && length <= segmentBytes
                && batch.readableBytes() == segments * segmentBytes
                && batch.readableBytes() + length <= MOST_BYTES
                && to.equals(destination);
    }

    private boolean begin(int length, InetSocketAddress to) {
        ChannelHandlerContext towards = sockets.towards(to);
        if (towards == null) {
            sockets.counters().sendFailed.increment();
            return false;
        }
        if (!towards.channel().isWritable()) {
            sockets.counters().sendDropped.increment();
            return false;
        }
        if (towards != socket) {
            flushInLoop();
            socket = towards;
        }
        destination = to;
        segmentBytes = length;
        segments = 0;
        int capacity = segmentation ? Math.max(length, FIRST_CAPACITY) : length;
        batch = towards.alloc().directBuffer(capacity, Math.max(length, MOST_BYTES));
        return true;
    }

    // A failed plain write reaches the channel's handler through the void promise.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void write() {
        ByteBuf content = batch;
        ChannelHandlerContext to = socket;
        if (content == null || to == null) {
            return;
        }
        batch = null;
        unflushed = true;
        sockets.counters().sent.add(segments);
        sockets.counters().sentBytes.add(content.readableBytes());
        if (segments == 1) {
            to.write(new DatagramPacket(content, destination), to.voidPromise());
            return;
        }
        sockets.counters().segmentedWrites.increment();
        ChannelPromise promise = to.newPromise();
        promise.addListener(this);
        to.write(new SegmentedDatagramPacket(content, segmentBytes, destination), promise);
    }

    private void flushInLoop() {
        write();
        ChannelHandlerContext to = socket;
        if (unflushed && to != null) {
            unflushed = false;
            to.flush();
        }
    }

    /// A path that cannot segment (its MTU is smaller, its device has no checksums) gets plain
    /// datagrams from now on; what was lost is asked for again by the receiver.
    @Override
    public void operationComplete(ChannelFuture written) {
        Throwable cause = written.cause();
        if (cause == null) {
            return;
        }
        sockets.counters().sendFailed.increment();
        if (cause instanceof NativeIoException e
                && (e.expectedErr() == EIO
                        || e.expectedErr() == EINVAL
                        || e.expectedErr() == EMSGSIZE)) {
            segmentation = false;
        }
    }
}
