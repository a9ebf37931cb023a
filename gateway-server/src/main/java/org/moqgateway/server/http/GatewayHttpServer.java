package org.moqgateway.server.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.server.config.GatewaySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves WHIP, WHEP, session URLs, status and pages. Each request runs on a virtual thread of its
/// own.
public final class GatewayHttpServer implements AutoCloseable {
    private static final long SHUTDOWN_IDLE_MILLIS = 100;

    /// Where publishers post.
    static final String WHIP = "/whip/";

    /// Where viewers post.
    static final String WHEP = "/whep/";

    private static final Logger log = LoggerFactory.getLogger(GatewayHttpServer.class);

    private final Javalin javalin;
    private final ConnectionGuard guard;

    private GatewayHttpServer(Javalin javalin, ConnectionGuard guard) {
        this.javalin = javalin;
        this.guard = guard;
    }

    /// Starts serving a bound socket, which it owns from now on.
    ///
    /// @param broker the media side; still owned by the caller, who closes it after this server
    public static GatewayHttpServer start(
            HttpListener listener, GatewaySettings settings, SessionBroker broker) {
        return start(listener, settings, broker, HttpEnvironment.standard());
    }

    static GatewayHttpServer start(
            HttpListener listener,
            GatewaySettings settings,
            SessionBroker broker,
            HttpEnvironment environment) {
        ConnectionGuard guard = new ConnectionGuard(settings.connections(), environment.limits());
        Javalin javalin =
                Javalin.create(
                        config -> {
                            general(config);
                            jetty(config, guard);
                            config.jetty.addConnector(
                                    (server, http) -> connector(server, http, listener, guard));
                            new Routes(settings, broker, environment).register(config.routes);
                        });
        javalin.start();
        return new GatewayHttpServer(javalin, guard);
    }

    /// The port that is served.
    public int port() {
        return javalin.port();
    }

    /// Stops taking connections, gives running requests a second and ends.
    @Override
    public void close() {
        javalin.stop();
    }

    /// How many connections are open now.
    int connections() {
        return guard.connections();
    }

    private static void general(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.router.javaLangErrorHandler(
                (response, error) -> {
                    log.error("request failed: {}", Faults.inOneLine(error));
                    response.setStatus(500);
                });
    }

    private static void jetty(JavalinConfig config, ConnectionGuard guard) {
        JettyProblems problems = new JettyProblems();
        config.jetty.modifyServer(
                server -> {
                    server.setErrorHandler(problems);
                    server.setHandler(guard);
                    server.setStopTimeout(1000);
                });
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(problems));
        config.jetty.modifyHttpConfiguration(
                http -> {
                    http.setSendServerVersion(false);
                    http.setSendDateHeader(true);
                    http.setRequestHeaderSize(16 * 1024);
                    // Broadcast names are decoded and checked by BroadcastPath, from the raw path
                    // and nothing else.
                    http.setUriCompliance(
                            UriCompliance.DEFAULT.with(
                                    "raw-paths",
                                    UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                                    UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                                    UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
                });
        config.jetty.modifyServletContextHandler(
                context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
    }

    private static Connector connector(
            Server server, HttpConfiguration http, HttpListener listener, ConnectionGuard guard) {
        ServerConnector connector =
                new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setIdleTimeout(guard.limits().idleTimeout().toMillis());
        // Less than the second that a stop waits: a connection that rests would outlast it, and the
        // stop would end in an exception.
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        connector.addBean(guard, false);
        try {
            connector.open(listener.channel());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connector;
    }
}
