package org.moqgateway.moq.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries the datagrams of one client to a server and back. A narrow path waits before it passes a
/// datagram on; its queue is the socket's own and drops what does not fit, as a router's would.
public final class UdpPath implements TestPath {
    private static final int QUEUE_BYTES = 128 << 10;
    private static final int LARGEST = 65_535;

    private final DatagramChannel outside;
    private final DatagramChannel inside;
    private volatile @Nullable SocketAddress client;
    private volatile int bytesPerSecond;
    private volatile boolean cut;
    private volatile Consumer<ByteBuffer> damage = _ -> {};

    /// Opens the path to a server.
    ///
    /// @throws IOException when there is no socket for it
    public UdpPath(InetSocketAddress server) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        outside = DatagramChannel.open().bind(any);
        inside = DatagramChannel.open().bind(any);
        outside.setOption(StandardSocketOptions.SO_RCVBUF, QUEUE_BYTES);
        inside.connect(server);
        Thread.ofPlatform().daemon().name("path-up").start(this::upwards);
        Thread.ofPlatform().daemon().name("path-down").start(this::downwards);
    }

    @Override
    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) outside.getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void limit(int bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public void cut() {
        cut = true;
    }

    /// Changes every datagram of the server on its way.
    public void damage(Consumer<ByteBuffer> change) {
        damage = change;
    }

    private void upwards() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
        long freeNanos = System.nanoTime();
        try {
            while (outside.isOpen()) {
                client = outside.receive(buffer.clear());
                buffer.flip();
                int rate = bytesPerSecond;
                if (rate > 0) {
                    long now = System.nanoTime();
                    freeNanos = Math.max(freeNanos, now) + 1_000_000_000L * buffer.limit() / rate;
                    LockSupport.parkNanos(freeNanos - now);
                }
                if (!cut) {
                    write(buffer);
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /// A server that is gone makes a connected socket fail once; the next datagram may arrive.
    private void write(ByteBuffer buffer) {
        try {
            inside.write(buffer);
        } catch (IOException e) {
            // Lost, as on any network.
        }
    }

    private void downwards() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
        while (inside.isOpen()) {
            try {
                inside.read(buffer.clear());
                SocketAddress to = client;
                if (to != null && !cut) {
                    damage.accept(buffer.flip());
                    outside.send(buffer, to);
                }
            } catch (IOException e) {
                // Closed, or the server is gone.
            }
        }
    }

    @Override
    public void close() {
        try {
            outside.close();
            inside.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
