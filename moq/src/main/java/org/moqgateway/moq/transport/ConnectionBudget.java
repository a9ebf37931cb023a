package org.moqgateway.moq.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// How many connections may be open at once, in all and from one address, on the servers that share
/// it. An IPv6 /64 counts as one address, since one customer has all of it. Any thread.
public final class ConnectionBudget {
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final int mostPerAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<ByteBuffer, Integer> openByAddress = new ConcurrentHashMap<>();

    /// The place of one connection.
    @FunctionalInterface
    public interface Lease extends AutoCloseable {
        /// Gives it back. Idempotent.
        @Override
        void close();
    }

    /// @param most connections in all
    /// @param mostPerAddress of them from one address
    /// @throws IllegalArgumentException when one of them is not positive
    public ConnectionBudget(int most, int mostPerAddress) {
        if (most < 1 || mostPerAddress < 1) {
            throw new IllegalArgumentException("no connection may be open");
        }
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /// One that is never used up.
    public static ConnectionBudget unlimited() {
        return new ConnectionBudget(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /// Takes a place for a connection from this address.
    ///
    /// @return empty when there is none left
    public Optional<Lease> take(InetAddress address) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return Optional.empty();
        }
        ByteBuffer client = client(address);
        if (openByAddress.merge(client, 1, Integer::sum) > mostPerAddress) {
            giveBack(client);
            return Optional.empty();
        }
        AtomicBoolean given = new AtomicBoolean();
        return Optional.of(
                () -> {
                    if (given.compareAndSet(false, true)) {
                        giveBack(client);
                    }
                });
    }

    private void giveBack(ByteBuffer client) {
        openByAddress.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
        open.decrementAndGet();
    }

    /// How many connections are open.
    public int open() {
        return open.get();
    }

    /// How many addresses they come from.
    public int addresses() {
        return openByAddress.size();
    }

    private static ByteBuffer client(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(
                address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
