package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.moqgateway.media.picture.KeyframeDecoder;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.relay.access.AccessPolicy;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.Endpoints;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.SessionAcceptor;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsTrust;
import org.moqgateway.moq.transport.websocket.WebSocketDialer;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.HostPort;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.config.SettingException;
import org.moqgateway.server.config.SettingsLoader;
import org.moqgateway.server.snapshot.Snapshots;

/// The real HTTP server, which lets every WebSocket in unless told otherwise, and a dialer.
final class WebSocketEndpoints implements Endpoints {
    private final GatewayHttpServer server;
    private final WebSocketDialer dialer;
    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();

    WebSocketEndpoints(List<String> protocols, QuicLimits limits) throws IOException {
        this(protocols, limits, HttpLimits.standard());
    }

    WebSocketEndpoints(List<String> protocols, QuicLimits limits, HttpLimits http)
            throws IOException {
        server =
                server(
                        new WebSocketAccess(
                                protocols,
                                limits,
                                session ->
                                        accepted.add(
                                                session.accept(session.protocols().getFirst()))),
                        http);
        dialer = new WebSocketDialer(limits);
    }

    WebSocketEndpoints(SessionAcceptor acceptor) throws IOException {
        server =
                server(
                        new WebSocketAccess(List.of("moq-lite-05"), QuicLimits.DEFAULT, acceptor),
                        HttpLimits.standard());
        dialer = new WebSocketDialer();
    }

    private static GatewayHttpServer server(WebSocketAccess access, HttpLimits limits)
            throws IOException {
        Map<Setting, List<String>> flags = new EnumMap<>(Setting.class);
        flags.put(Setting.MAX_REQUESTS_PER_SECOND, List.of("100000"));
        try {
            GatewaySettings settings = SettingsLoader.load(flags, Map.of());
            return GatewayHttpServer.start(
                    HttpListener.bind(new HostPort("localhost", 0)),
                    settings,
                    new HttpBackend(
                            null,
                            null,
                            new HttpBackend.MoqBackend(
                                    new Origin(), access, List::of, OptionalInt.empty()),
                            AccessPolicy.open(),
                            new HttpBackend.TlsBackend(SelfSigned.forHosts(List.of()), false),
                            () -> "",
                            new Snapshots(KeyframeDecoder.NONE, Optional.empty())),
                    new HttpEnvironment(limits, "/testweb", InstantSource.system()));
        } catch (SettingException e) {
            throw new IOException(e);
        }
    }

    GatewayHttpServer server() {
        return server;
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress("localhost", server.port());
    }

    @Override
    public TlsTrust trust() {
        return new TlsTrust.SystemRoots();
    }

    @Override
    public Connection dial(InetSocketAddress address, List<String> protocols, TlsTrust trust)
            throws IOException, InterruptedException {
        return dial("ws://localhost:" + address.getPort() + "/anon?jwt=abc", address, protocols);
    }

    Connection dial(String uri, InetSocketAddress address, List<String> protocols)
            throws IOException, InterruptedException {
        return dialer.dial(
                new DialTarget(
                        URI.create(uri), address, protocols, trust(), Duration.ofSeconds(10)));
    }

    @Override
    public Connection accepted() throws InterruptedException {
        Connection connection = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(connection).as("a client").isNotNull();
        return connection;
    }

    @Override
    public void close() {
        server.close();
    }
}
