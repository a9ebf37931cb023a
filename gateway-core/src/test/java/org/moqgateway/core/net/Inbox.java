package org.moqgateway.core.net;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A peer that keeps what it gets.
final class Inbox implements PeerHandler {

    @SuppressWarnings("ArrayRecordComponent")
    record Datagram(byte[] bytes, InetSocketAddress source, String thread) {}

    private final BlockingQueue<Datagram> datagrams = new LinkedBlockingQueue<>();
    private final CountDownLatch attached = new CountDownLatch(1);
    private volatile @Nullable MediaLoop loop;
    private volatile @Nullable PacketSender sender;
    private volatile @Nullable InetSocketAddress held;

    @Override
    public void attached(MediaLoop loop, PacketSender sender) {
        this.loop = loop;
        this.sender = sender;
        attached.countDown();
    }

    @Override
    public void datagram(
            byte[] buffer, int offset, int length, InetSocketAddress source, long nowNanos) {
        byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
        // A handler may write over the datagram and behind it.
        Arrays.fill(buffer, offset, offset + length + 64, (byte) 0xee);
        datagrams.add(new Datagram(copy, source, Thread.currentThread().getName()));
    }

    /// Lets nobody else bind this address from now on.
    void hold(InetSocketAddress address) {
        held = address;
    }

    @Override
    public boolean holds(InetSocketAddress address) {
        return address.equals(held);
    }

    Datagram take() throws InterruptedException {
        Datagram datagram = datagrams.poll(10, TimeUnit.SECONDS);
        if (datagram == null) {
            throw new AssertionError("no datagram came");
        }
        return datagram;
    }

    boolean empty() {
        return datagrams.isEmpty();
    }

    int size() {
        return datagrams.size();
    }

    MediaLoop loop() throws InterruptedException {
        await();
        return Objects.requireNonNull(loop);
    }

    PacketSender sender() throws InterruptedException {
        await();
        return Objects.requireNonNull(sender);
    }

    private void await() throws InterruptedException {
        if (!attached.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("never attached");
        }
    }
}
