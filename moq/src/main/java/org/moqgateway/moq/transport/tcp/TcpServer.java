package org.moqgateway.moq.transport.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.ConnectionBudget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.SessionAcceptor;
import org.moqgateway.moq.transport.loop.SerialLoop;
import org.moqgateway.moq.transport.qmux.InBand;
import org.moqgateway.moq.transport.qmux.QmuxException;
import org.moqgateway.moq.transport.qmux.QmuxVersion;
import org.moqgateway.moq.transport.qmux.Subprotocol;
import org.moqgateway.moq.transport.tls.IdentityKeys;
import org.moqgateway.moq.transport.tls.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes QMux connections on a TCP port, one virtual thread for each handshake.
public final class TcpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TcpServer.class);

    /// How long a client may take to come in, however it spreads its bytes over the time.
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /// After a failure to take a connection, most likely for want of file descriptors: to try again
    /// at once would be to spin until there are some.
    private static final long PAUSE_MILLIS = 100;

    private static final int MAX_HANDSHAKES = 1024;
    private static final int BACKLOG = 1024;

    private final ServerSocket listening;
    private final @Nullable SSLContext tls;
    private final List<String> protocols;
    private final QuicLimits limits;
    private final SessionAcceptor acceptor;
    private final Semaphore handshakes = new Semaphore(MAX_HANDSHAKES);
    private final ConnectionBudget budget;
    private final Duration handshake;
    private final Map<Socket, ConnectionBudget.Lease> open = new ConcurrentHashMap<>();

    private TcpServer(
            ServerSocket listening,
            @Nullable SSLContext tls,
            TcpConfig config,
            SessionAcceptor acceptor,
            Duration handshake) {
        this.listening = listening;
        this.tls = tls;
        this.protocols = config.protocols();
        this.limits = config.limits();
        this.budget = config.budget();
        this.acceptor = acceptor;
        this.handshake = handshake;
    }

    /// Listens.
    ///
    /// @throws IOException when the address cannot be bound
    public static TcpServer start(
            InetSocketAddress address, TcpConfig config, SessionAcceptor acceptor)
            throws IOException {
        ServerSocket listening = new ServerSocket();
        try {
            listening.bind(address, BACKLOG);
        } catch (IOException e) {
            listening.close();
            throw e;
        }
        return start(listening, config, acceptor, HANDSHAKE);
    }

    /// @param handshake how long a client may take to come in
    static TcpServer start(
            ServerSocket listening, TcpConfig config, SessionAcceptor acceptor, Duration handshake)
            throws IOException {
        Supplier<TlsIdentity> identity = config.identity();
        SSLContext tls = identity == null ? null : context(identity);
        TcpServer server = new TcpServer(listening, tls, config, acceptor, handshake);
        Thread.ofVirtual().name("qmux " + server.address()).start(server::accept);
        return server;
    }

    private static SSLContext context(Supplier<TlsIdentity> identity) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new IdentityKeys(identity)}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /// Stops listening and drops every connection.
    @Override
    public void close() {
        quietly(listening);
        open.keySet().forEach(TcpServer::quietly);
    }

    private void accept() {
        boolean failing = false;
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                failing = false;
                taken(socket);
            } catch (IOException e) {
                if (!listening.isClosed() && !failing) {
                    failing = true;
                    log.warn("no connection can be taken: {}", e.getMessage());
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void taken(Socket socket) {
        Optional<ConnectionBudget.Lease> place = budget.take(socket.getInetAddress());
        if (place.isPresent() && handshakes.tryAcquire()) {
            open.put(socket, place.get());
            Thread.ofVirtual().name("qmux handshake").start(() -> serve(socket));
        } else {
            place.ifPresent(ConnectionBudget.Lease::close);
            quietly(socket);
        }
    }

    private void gone(Socket socket) {
        ConnectionBudget.Lease place = open.remove(socket);
        if (place != null) {
            place.close();
        }
    }

    private void serve(Socket socket) {
        CompletableFuture<Boolean> late =
                new CompletableFuture<Boolean>()
                        .completeOnTimeout(true, handshake.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> unused =
                late.thenAccept(
                        isLate -> {
                            if (isLate) {
                                quietly(socket);
                            }
                        });
        try {
            socket.setTcpNoDelay(true);
            TcpSession session = tls == null ? bare(socket) : encrypted(socket, tls);
            late.complete(false);
            acceptor.incoming(session);
        } catch (IOException | QmuxException | RuntimeException e) {
            log.debug("{} did not come in: {}", socket.getRemoteSocketAddress(), e.toString());
            quietly(socket);
            gone(socket);
        } finally {
            late.complete(false);
            handshakes.release();
        }
    }

    private TcpSession encrypted(Socket raw, SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, null, true);
        socket.setUseClientMode(false);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        socket.setSSLParameters(parameters);
        socket.setHandshakeApplicationProtocolSelector((_, offered) -> choose(offered));
        socket.startHandshake();
        Subprotocol agreed =
                Subprotocol.parse(String.valueOf(socket.getApplicationProtocol()))
                        .orElseThrow(() -> new IOException("the client offered no protocol"));
        SerialLoop loop = new SerialLoop();
        return new TcpSession(
                new TcpSession.Client(
                        raw, agreed.version(), List.of(agreed.protocol()), host(socket), false),
                new TcpPipe(raw, socket, loop, () -> gone(raw)),
                loop,
                limits);
    }

    /// The client's favourite that we speak; null, which ends the handshake, when there is none.
    private @Nullable String choose(List<String> offered) {
        return Subprotocol.common(offered, protocols).values().stream()
                .filter(common -> common.version().records())
                .findFirst()
                .map(Subprotocol::token)
                .orElse(null);
    }

    private static @Nullable String host(SSLSocket socket) {
        if (socket.getSession() instanceof ExtendedSSLSession session) {
            return session.getRequestedServerNames().stream()
                    .filter(SNIHostName.class::isInstance)
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }

    private TcpSession bare(Socket raw) throws IOException, QmuxException {
        SerialLoop loop = new SerialLoop();
        TcpPipe pipe = new TcpPipe(raw, raw, loop, () -> gone(raw));
        byte[] hello = pipe.read();
        if (hello == null) {
            throw new IOException("the client hung up");
        }
        pipe.unread(hello);
        List<String> common =
                InBand.protocols(hello).stream().filter(protocols::contains).distinct().toList();
        if (common.isEmpty()) {
            throw new IOException("no protocol in common");
        }
        return new TcpSession(
                new TcpSession.Client(raw, QmuxVersion.QMUX_01, common, null, true),
                pipe,
                loop,
                limits);
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            log.debug("failed at its end", e);
        }
    }
}
