package org.moqgateway.server.http;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.moqgateway.server.config.GatewaySettings.ConnectionSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bounds what connections cost before they ask for anything: their number, in all and per address;
/// how many of one address have not sent a whole request yet; and the time from a request header's
/// first byte to its end, however slowly bytes drip in.
///
/// Listens to connections opening and closing, sees each request as the outermost handler, and
/// looks at every connection four times a second.
final class ConnectionGuard extends Handler.Wrapper implements Connection.Listener {
    private static final Logger log = LoggerFactory.getLogger(ConnectionGuard.class);
    private static final long SWEEP_MILLIS = 250;

    private final ConnectionSettings settings;
    private final HttpLimits limits;
    private final Map<Connection, WatchedConnection> watched = new ConcurrentHashMap<>();
    private final Map<AddressKey, AtomicInteger> halfOpen = new ConcurrentHashMap<>();
    private final Map<AddressKey, AtomicInteger> open = new ConcurrentHashMap<>();

    ConnectionGuard(ConnectionSettings settings, HttpLimits limits) {
        this.settings = settings;
        this.limits = limits;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        scheduleSweep();
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection.getEndPoint() instanceof SslConnection.SslEndPoint encrypted) {
            WatchedConnection outer = watched.remove(encrypted.getSslConnection());
            if (outer != null) {
                // What is inside of an encrypted connection is the same client, counted once.
                watched.put(connection, outer);
                return;
            }
        }
        AddressKey address =
                connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress inet
                        ? AddressKey.of(inet.getAddress())
                        : new AddressKey("");
        WatchedConnection watch = new WatchedConnection(address, System.nanoTime());
        watched.put(connection, watch);
        int ofAddress = add(open, address, 1);
        if (!(connection instanceof ConnectionMetaData || connection instanceof SslConnection)) {
            // It took the place of one that has sent its request: a WebSocket has its own
            // deadlines.
            watch.completeRequest();
            watch.requestBegan();
            return;
        }
        int halfOpenOfAddress = add(halfOpen, address, 1);
        if (watched.size() > settings.maxConnections()
                || ofAddress > settings.maxConnectionsPerAddress()
                || halfOpenOfAddress > limits.maxHalfOpenPerAddress()) {
            connection.close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        WatchedConnection watch = watched.remove(connection);
        if (watch != null) {
            add(open, watch.address(), -1);
            if (watch.completeRequest()) {
                add(halfOpen, watch.address(), -1);
            }
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        WatchedConnection watch = watched.get(connection);
        if (watch != null) {
            if (watch.completeRequest()) {
                add(halfOpen, watch.address(), -1);
            }
            watch.requestBegan();
            Request.addCompletionListener(
                    request,
                    failure -> watch.requestEnded(connection.getBytesIn(), System.nanoTime()));
        }
        return super.handle(request, response, callback);
    }

    HttpLimits limits() {
        return limits;
    }

    /// How many connections are open now.
    int connections() {
        return watched.size();
    }

    /// How many addresses are remembered now.
    int addresses() {
        return open.size() + halfOpen.size();
    }

    private void scheduleSweep() {
        getServer().getScheduler().schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        if (!isRunning()) {
            return;
        }
        try {
            long now = System.nanoTime();
            watched.forEach((connection, watch) -> look(connection, watch, now));
        } finally {
            scheduleSweep();
        }
    }

    private void look(Connection connection, WatchedConnection watch, long nowNanos) {
        try {
            switch (watch.look(connection.getBytesIn(), nowNanos, limits.headerDeadline())) {
                case FINE -> {}
                case TOO_SLOW -> answerTooSlow(connection);
                case STILL_THERE -> connection.getEndPoint().close();
            }
        } catch (RuntimeException e) {
            // One that is broken must not keep the others from being looked at.
            log.error("a connection can't be watched: {}", Faults.inOneLine(e));
            onClosed(connection);
        }
    }

    /// No request is being handled on this connection, so nothing else writes to it.
    private static void answerTooSlow(Connection connection) {
        byte[] body =
                Problem.of(408, "The request header did not arrive in time.")
                        .json()
                        .getBytes(StandardCharsets.UTF_8);
        String header =
                "HTTP/1.1 408 Request Timeout\r\nContent-Type: "
                        + Problem.MEDIA_TYPE
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\nConnection: close\r\n\r\n";
        try {
            connection
                    .getEndPoint()
                    .write(
                            Callback.from(() -> connection.getEndPoint().close()),
                            ByteBuffer.wrap(header.getBytes(StandardCharsets.US_ASCII)),
                            ByteBuffer.wrap(body));
        } catch (IllegalStateException e) {
            // The header was completed in this very moment and its answer is being written.
            connection.getEndPoint().close();
        }
    }

    private static int add(Map<AddressKey, AtomicInteger> counts, AddressKey address, int delta) {
        AtomicInteger count =
                counts.compute(
                        address,
                        (key, old) -> {
                            AtomicInteger counter = old == null ? new AtomicInteger() : old;
                            return counter.addAndGet(delta) == 0 ? null : counter;
                        });
        return count == null ? 0 : count.get();
    }
}
