package org.moqgateway.server.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import org.eclipse.jetty.http.UriCompliance;
import org.jspecify.annotations.Nullable;
import org.moqgateway.server.config.GatewaySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves WHIP, WHEP, session URLs, status, pages, what a relay serves over HTTP, and MoQ over
/// WebSocket. Each request runs on a virtual thread of its own.
public final class GatewayHttpServer implements AutoCloseable {
    /// Where publishers post.
    static final String WHIP = "/whip/";

    /// Where viewers post.
    static final String WHEP = "/whep/";

    private static final Logger log = LoggerFactory.getLogger(GatewayHttpServer.class);

    private final Javalin javalin;
    private final ConnectionGuard guard;
    private final @Nullable SessionDeadlines deadlines;

    private GatewayHttpServer(
            Javalin javalin, ConnectionGuard guard, @Nullable SessionDeadlines deadlines) {
        this.javalin = javalin;
        this.guard = guard;
        this.deadlines = deadlines;
    }

    /// Starts serving a bound socket, which it owns from now on.
    ///
    /// @param backend what it asks; still owned by the caller, who closes it after this server
    public static GatewayHttpServer start(
            HttpListener listener, GatewaySettings settings, HttpBackend backend) {
        return start(listener, settings, backend, HttpEnvironment.standard());
    }

    static GatewayHttpServer start(
            HttpListener listener,
            GatewaySettings settings,
            HttpBackend backend,
            HttpEnvironment environment) {
        ConnectionGuard guard = new ConnectionGuard(settings.connections(), environment.limits());
        Guards guards = Guards.of(settings, backend.access());
        SessionDeadlines deadlines =
                backend.broker()
                        .map(broker -> new SessionDeadlines(broker, environment.clock()))
                        .orElse(null);
        Javalin javalin =
                Javalin.create(
                        config -> {
                            general(config);
                            jetty(
                                    config,
                                    guard,
                                    bounded(backend.moq().webSockets(), guards.rate()),
                                    guards.pages());
                            config.jetty.addConnector(
                                    (server, http) ->
                                            HttpConnectors.connector(
                                                    server, http, listener, guard, backend.tls()));
                            Routes routes = new Routes(settings, backend, environment);
                            routes.register(config.routes, guards);
                            if (deadlines != null) {
                                routes.registerWebRtc(
                                        config.routes,
                                        guards,
                                        backend.broker().orElseThrow(),
                                        deadlines);
                            }
                        });
        javalin.start();
        return new GatewayHttpServer(javalin, guard, deadlines);
    }

    /// The port that is served.
    public int port() {
        return javalin.port();
    }

    /// Stops taking connections, gives running requests a second and ends.
    @Override
    public void close() {
        if (deadlines != null) {
            deadlines.close();
        }
        if (guard.getHandler() instanceof WebSocketHandler webSockets) {
            try {
                webSockets.dropAll();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        javalin.stop();
    }

    /// How many connections are open now.
    int connections() {
        return guard.connections();
    }

    /// A request for a WebSocket counts as one that changes something.
    private static WebSocketAccess bounded(WebSocketAccess access, RequestRate rate) {
        return new WebSocketAccess(
                access.protocols(),
                access.limits(),
                session -> {
                    if (rate.take(session.remoteAddress().getAddress())) {
                        access.acceptor().incoming(session);
                    } else {
                        session.reject(429, 0, "Too many requests from this address.");
                    }
                });
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

    private static void jetty(
            JavalinConfig config,
            ConnectionGuard guard,
            WebSocketAccess webSockets,
            PageGuard pages) {
        JettyProblems problems = new JettyProblems();
        config.jetty.modifyServer(
                server -> {
                    server.setErrorHandler(problems);
                    guard.setHandler(new WebSocketHandler(server, webSockets, pages));
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
}
