package org.moqgateway.moq.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionBudget;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.tls.Fingerprint;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsIdentity;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// How a server keeps its port open for those who mean it.
@Timeout(60)
class TcpServerIT {
    private static final List<String> PROTOCOLS = List.of("moq-lite-05");
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();

    private TcpServer start(
            ServerSocket listening,
            @Nullable Supplier<TlsIdentity> identity,
            ConnectionBudget budget,
            Duration handshake)
            throws IOException {
        return TcpServer.start(
                listening,
                new TcpConfig(identity, PROTOCOLS, QuicLimits.DEFAULT, budget),
                session -> accepted.add(session.accept(session.protocols().getFirst())),
                handshake);
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 50, LOOPBACK);
    }

    private static Connection dial(String scheme, TcpServer server, TlsTrust trust)
            throws Exception {
        InetSocketAddress address = server.address();
        return new TcpDialer()
                .dial(
                        new DialTarget(
                                URI.create(scheme + "://localhost:" + address.getPort()),
                                address,
                                PROTOCOLS,
                                trust,
                                Duration.ofSeconds(20)));
    }

    @Test
    void hangsUpOnAClientThatDripsItsHandshake() throws Exception {
        ConnectionBudget budget = ConnectionBudget.unlimited();
        try (TcpServer server = start(listening(), null, budget, Duration.ofMillis(500));
                Socket socket = new Socket(LOOPBACK, server.address().getPort())) {
            OutputStream out = socket.getOutputStream();
            // The length of a record of 16 KiB, whose bytes then come one by one.
            out.write(new byte[] {0x7f, (byte) 0xf0});
            int dripped = 0;
            try {
                while (true) {
                    out.write(0);
                    dripped++;
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (SocketException hungUp) {
                assertThat(dripped).isLessThan(0x3ff0);
            }
            while (budget.open() > 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    @Test
    void takesNoMoreThanItsBudget() throws Exception {
        ConnectionBudget budget = new ConnectionBudget(10, 1);
        try (TcpServer server = start(listening(), null, budget, Duration.ofSeconds(10))) {
            Connection first = dial("tcp", server, new TlsTrust.Anything());
            try (Socket second = new Socket(LOOPBACK, server.address().getPort())) {
                assertThat(second.getInputStream().read()).as("the end").isEqualTo(-1);
            }
            first.close(0, "");
            while (budget.open() > 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            Connection third = dial("tcp", server, new TlsTrust.Anything());
            assertThat(third.protocol()).isEqualTo("moq-lite-05");
            third.close(0, "");
        }
    }

    @Test
    void showsTheCertificateThatIsCurrent() throws Exception {
        TlsIdentity old = SelfSigned.forHosts(List.of()).get();
        TlsIdentity renewed = SelfSigned.forHosts(List.of()).get();
        AtomicReference<TlsIdentity> current = new AtomicReference<>(old);
        try (TcpServer server =
                start(
                        listening(),
                        current::get,
                        ConnectionBudget.unlimited(),
                        Duration.ofSeconds(10))) {
            dial("tls", server, pinned(old)).close(0, "");
            current.set(renewed);
            dial("tls", server, pinned(renewed)).close(0, "");
        }
    }

    private static TlsTrust pinned(TlsIdentity identity) {
        return new TlsTrust.Pinned(List.of(Fingerprint.sha256(identity.certificate())));
    }

    @Test
    void waitsBeforeItTriesAgainWhenNoConnectionCanBeTaken() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        ServerSocket failing =
                new ServerSocket(0, 50, LOOPBACK) {
                    @Override
                    public Socket accept() throws IOException {
                        if (tries.incrementAndGet() <= 3) {
                            throw new SocketException("Too many open files");
                        }
                        return super.accept();
                    }
                };
        long beganNanos = System.nanoTime();
        try (TcpServer server =
                start(failing, null, ConnectionBudget.unlimited(), Duration.ofSeconds(10))) {
            dial("tcp", server, new TlsTrust.Anything()).close(0, "");
            assertThat(System.nanoTime() - beganNanos)
                    .as("three waits")
                    .isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
        }
    }
}
