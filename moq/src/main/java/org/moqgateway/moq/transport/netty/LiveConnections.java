package org.moqgateway.moq.transport.netty;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The connections of an endpoint that are not closed yet. Any thread.
final class LiveConnections {
    private static final long FAREWELL_MILLIS = 2_000;

    private final Set<NettyConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// Adds one whose handshake has succeeded; closes it at once when [#close] was called.
    ///
    /// @param onEnd run when it is over
    void add(NettyConnection connection, Runnable onEnd) {
        connections.add(connection);
        connection.onEnd(
                () -> {
                    connections.remove(connection);
                    onEnd.run();
                });
        if (closed) {
            connection.close(0, "");
        }
    }

    int size() {
        return connections.size();
    }

    /// Closes all and those that come, with code 0; waits until the farewells have left, unless
    /// called on a loop.
    void close() {
        closed = true;
        List<NettyConnection> open = List.copyOf(connections);
        open.forEach(connection -> connection.close(0, ""));
        for (NettyConnection connection : open) {
            if (!connection.loop().inLoop()) {
                await(connection);
            }
        }
    }

    /// Not longer than it takes a loop that lives: one that has ended says no farewells.
    private static void await(NettyConnection connection) {
        connection.gone().completeOnTimeout(null, FAREWELL_MILLIS, TimeUnit.MILLISECONDS).join();
    }
}
