package org.moqgateway.core.turn;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.moqgateway.core.net.DatagramPath;

/// Keeps what comes by a path, and writes over what it was lent.
public final class PathInbox implements DatagramPath.Listener {

    /// One datagram.
    @SuppressWarnings("ArrayRecordComponent")
    public record Datagram(byte[] bytes, InetSocketAddress source) {}

    private final BlockingQueue<Datagram> datagrams = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> lost = new CompletableFuture<>();

    @Override
    public void datagram(
            DatagramPath path,
            byte[] buffer,
            int offset,
            int length,
            InetSocketAddress source,
            long nowNanos) {
        byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
        Arrays.fill(buffer, offset, offset + length + 64, (byte) 0xee);
        datagrams.add(new Datagram(copy, source));
    }

    @Override
    public void unreachable(DatagramPath path, long nowNanos) {}

    @Override
    public void lost(DatagramPath path, String why) {
        lost.complete(why);
    }

    /// The next datagram, waited for.
    public Datagram take() throws InterruptedException {
        Datagram datagram = datagrams.poll(10, TimeUnit.SECONDS);
        if (datagram == null) {
            throw new AssertionError("no datagram came");
        }
        return datagram;
    }

    /// How many wait.
    public int size() {
        return datagrams.size();
    }

    /// Why the path is gone, waited for.
    public String lost() throws Exception {
        return lost.get(10, TimeUnit.SECONDS);
    }
}
