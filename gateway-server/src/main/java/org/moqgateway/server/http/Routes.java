package org.moqgateway.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.ServerRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every URL and what answers it.
record Routes(GatewaySettings settings, HttpBackend backend, HttpEnvironment environment) {
    private static final Logger log = LoggerFactory.getLogger(Routes.class);

    void register(RoutesConfig routes, Guards guards) {
        routes.before(
                ctx -> {
                    // Javalin presets text/plain, also where nothing is sent.
                    ctx.res().setContentType(null);
                    guards.cors().decorate(ctx);
                    guards.pages()
                            .request(ctx.header("Origin"), ctx.header("Host"))
                            .ifPresent(
                                    problem -> {
                                        throw problem.asException();
                                    });
                });
        backend.control()
                .ifPresent(
                        clients ->
                                new ClientsApi(
                                                clients,
                                                AdminAccess.of(settings),
                                                guards,
                                                environment.clock())
                                        .register(routes));
        status(
                routes,
                new StatusApi(backend, guards.access(), settings, environment.clock()),
                guards.cors());
        new RelayRoutes(backend, guards, environment.limits()).register(routes);
        problems(routes, backend.broker().isPresent(), backend.control().isPresent());
    }

    /// WHIP, WHEP, session URLs and the pages, where there is a media side.
    void registerWebRtc(
            RoutesConfig routes, Guards guards, SessionBroker broker, SessionDeadlines deadlines) {
        OfferEndpoint.Shared shared =
                new OfferEndpoint.Shared(
                        settings.broadcast(),
                        settings.iceServers(),
                        new RequestBody(environment.limits()),
                        new SessionOwners(broker),
                        deadlines,
                        guards);
        for (SessionKind kind : SessionKind.values()) {
            ServerRole role =
                    switch (kind) {
                        case WHIP -> ServerRole.WHIP;
                        case WHEP -> ServerRole.WHEP;
                    };
            String prefix =
                    switch (kind) {
                        case WHIP -> GatewayHttpServer.WHIP;
                        case WHEP -> GatewayHttpServer.WHEP;
                    };
            if (settings.roles().contains(role)) {
                offers(routes, prefix, new OfferEndpoint(kind, prefix, broker, shared));
            } else {
                switchedOff(routes, prefix, role);
            }
        }
        sessions(routes, new SessionEndpoint(broker, shared));
        snapshots(routes, guards);
        pages(routes, new WebPages(environment.webRoot()));
    }

    private static void offers(RoutesConfig routes, String prefix, OfferEndpoint endpoint) {
        String path = prefix + "<broadcast>";
        routes.post(path, endpoint::post);
        routes.options(path, endpoint::options);
        routes.head(path, endpoint::head);
    }

    /// Whatever is asked of an endpoint that this gateway was started without.
    private static void switchedOff(RoutesConfig routes, String prefix, ServerRole role) {
        String detail =
                switch (role) {
                    case WHIP ->
                            "This gateway takes no publishers over WHIP: it was started without";
                    case WHEP -> "This gateway serves no players over WHEP: it was started without";
                };
        routes.before(
                prefix + "<broadcast>",
                ctx -> {
                    throw Problem.of(404, detail + " this endpoint (--roles).").asException();
                });
    }

    private static void sessions(RoutesConfig routes, SessionEndpoint endpoint) {
        String path = SessionEndpoint.PREFIX + "<id>";
        routes.patch(path, endpoint::patch);
        routes.delete(path, endpoint::delete);
        routes.get(path, endpoint::get);
        routes.head(path, endpoint::get);
        routes.options(path, endpoint::options);
    }

    private static void status(RoutesConfig routes, StatusApi api, Cors cors) {
        get(routes, "/api/broadcasts", api::broadcasts);
        get(routes, "/api/config", api::config);
        get(routes, "/api/relay", api::relay);
        get(routes, "/health", api::health);
        routes.options("/api/<any>", ctx -> preflight(ctx, cors));
    }

    private void snapshots(RoutesConfig routes, Guards guards) {
        SnapshotEndpoint endpoint =
                new SnapshotEndpoint(backend, settings.broadcast(), guards, environment.limits());
        String path = SnapshotEndpoint.PREFIX + "<file>";
        get(routes, path, endpoint::get);
        routes.options(path, ctx -> preflight(ctx, guards.cors()));
    }

    private static void preflight(Context ctx, Cors cors) {
        ctx.header("Allow", StatusApi.ALLOW);
        cors.preflight(ctx, StatusApi.ALLOW);
        ctx.status(204);
    }

    private static void pages(RoutesConfig routes, WebPages pages) {
        get(routes, "/", ctx -> pages.page(ctx, "index.html"));
        get(routes, "/publish/<broadcast>", ctx -> pages.page(ctx, "publish.html"));
        get(routes, "/play/<broadcast>", ctx -> pages.page(ctx, "play.html"));
        get(routes, "/assets/<name>", pages::asset);
    }

    private static void get(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    /// @param media whether there is what [#registerWebRtc] serves
    /// @param clients whether there is what [ClientsApi] serves
    private static void problems(RoutesConfig routes, boolean media, boolean clients) {
        routes.exception(Problem.ProblemException.class, (e, ctx) -> e.problem().writeTo(ctx));
        routes.exception(
                HttpResponseException.class,
                (e, ctx) ->
                        unrouted(
                                ctx,
                                e.getStatus(),
                                allow(ctx.req().getRequestURI(), media, clients)));
        routes.exception(
                Exception.class,
                (e, ctx) -> {
                    log.error("{} {} failed: {}", ctx.method(), ctx.path(), Faults.inOneLine(e));
                    log.debug("failed request", e);
                    Problem.of(500, "The gateway failed at this request; its log says why.")
                            .writeTo(ctx);
                });
    }

    /// No handler for this path and method: 405 where another method would do, else 404.
    private static void unrouted(Context ctx, int status, String allow) {
        Problem problem;
        if (status != 404) {
            problem = Problem.of(status, "The request could not be served.");
        } else if (allow.isEmpty()) {
            problem = Problem.of(404, "There is nothing here.");
        } else {
            problem =
                    Problem.of(405, "Only these methods are allowed here: " + allow + ".")
                            .with("Allow", allow);
        }
        problem.writeTo(ctx);
    }

    private static String allow(String path, boolean media, boolean clients) {
        String ofClients = clients ? ClientsApi.allow(path) : "";
        if (!ofClients.isEmpty()) {
            return ofClients;
        }
        if (media && (below(path, GatewayHttpServer.WHIP) || below(path, GatewayHttpServer.WHEP))) {
            return OfferEndpoint.ALLOW;
        }
        if (media && below(path, SessionEndpoint.PREFIX)) {
            return SessionEndpoint.ALLOW;
        }
        boolean readOnly =
                path.equals("/health")
                        || path.equals("/api/broadcasts")
                        || path.equals("/api/config")
                        || path.equals("/api/relay")
                        || RelayRoutes.isOne(path)
                        || (media && (isPage(path) || below(path, SnapshotEndpoint.PREFIX)));
        return readOnly ? StatusApi.ALLOW : "";
    }

    private static boolean isPage(String path) {
        return path.equals("/")
                || below(path, "/publish/")
                || below(path, "/play/")
                || below(path, "/assets/");
    }

    private static boolean below(String path, String prefix) {
        return path.startsWith(prefix) && path.length() > prefix.length();
    }
}
