package org.moqgateway.moq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionBudget;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.UdpPath;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// A client that goes before the server has confirmed the handshake (RFC 9001 §4.1.2).
@Timeout(60)
class EarlyCloseIT {
    private static final List<String> PROTOCOLS = List.of("moq-lite-05");
    private static final int LONG_HEADER = 0x80;

    /// Longer than the first probe timeout on loopback, which is some tens of milliseconds.
    private static final long LATE_NANOS = 1_000_000_000L;

    /// HANDSHAKE_DONE and everything after it has a short header. The packets arrive, since Netty
    /// looks whether a handshake is over when something arrives, but cannot be read.
    private static void withoutConfirmation(ByteBuffer datagram) {
        if ((datagram.get(0) & LONG_HEADER) == 0) {
            int last = datagram.limit() - 1;
            datagram.put(last, (byte) ~datagram.get(last));
        }
    }

    private static DialTarget target(InetSocketAddress server) {
        return new DialTarget(
                URI.create("https://localhost/"),
                server,
                PROTOCOLS,
                new TlsTrust.Anything(),
                Duration.ofSeconds(20));
    }

    @Test
    void closesAlsoWhileAProbeIsOverdue() throws Exception {
        assumeTrue(NettyQuicServer.available());
        QuicServerConfig config =
                new QuicServerConfig(
                        SelfSigned.forHosts(List.of()),
                        PROTOCOLS,
                        QuicLimits.DEFAULT,
                        ConnectionBudget.unlimited());
        try (NettyQuicServer server =
                        NettyQuicServer.bind(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                1,
                                config,
                                _ -> {});
                UdpPath path = new UdpPath(server.localAddress());
                NettyQuicDialer dialer = new NettyQuicDialer(QuicLimits.DEFAULT)) {
            // The first handshake of a process takes long, and so would its probe timeout.
            dialer.dial(target(server.localAddress()));
            path.damage(EarlyCloseIT::withoutConfirmation);
            Connection connection = dialer.dial(target(path.address()));
            CountDownLatch later = new CountDownLatch(1);
            connection
                    .loop()
                    .execute(
                            () -> {
                                // The probe timer runs out, and nobody looks at it.
                                LockSupport.parkNanos(LATE_NANOS);
                                connection.close(7, "enough");
                                connection.loop().execute(later::countDown);
                            });
            assertThat(later.await(20, TimeUnit.SECONDS)).as("the loop goes on").isTrue();
        }
    }
}
