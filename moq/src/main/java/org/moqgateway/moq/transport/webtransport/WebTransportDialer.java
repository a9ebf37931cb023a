package org.moqgateway.moq.transport.webtransport;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.Dialer;
import org.moqgateway.moq.transport.QuicLimits;

/// Dials WebTransport sessions, each on an HTTP/3 connection of its own.
public final class WebTransportDialer implements Dialer {
    private final Dialer quic;
    private final QuicLimits limits;

    /// Over connections of the given dialer.
    ///
    /// @param quic dials raw QUIC with whatever ALPN tokens its target names
    /// @param limits what that dialer allows
    public WebTransportDialer(Dialer quic, QuicLimits limits) {
        this.quic = quic;
        this.limits = limits;
    }

    /// Connects, asks for the session and agrees on a protocol.
    ///
    /// @throws org.moqgateway.moq.transport.DialRefusedException when the server answers with
    ///     another status than 200
    @Override
    public Connection dial(DialTarget target) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + target.timeout().toNanos();
        DialTarget http3 =
                new DialTarget(
                        target.uri(),
                        target.address(),
                        List.of(WebTransportServer.ALPN),
                        target.trust(),
                        target.timeout());
        Connection raw = quic.dial(http3);
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        ClientConnection connection = new ClientConnection(raw, limits, target, opened);
        raw.loop().execute(connection::begin);
        boolean open = false;
        try {
            Connection session = await(opened, deadline - System.nanoTime(), target.timeout());
            open = true;
            return session;
        } finally {
            if (!open) {
                raw.close(Http3.REQUEST_CANCELLED, "");
            }
        }
    }

    private static Connection await(
            CompletableFuture<Connection> opened, long nanos, Duration timeout)
            throws IOException, InterruptedException {
        try {
            return opened.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer to CONNECT within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(e.getCause());
        }
    }
}
