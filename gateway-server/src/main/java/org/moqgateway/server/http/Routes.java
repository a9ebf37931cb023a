package org.moqgateway.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.server.config.GatewaySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every URL and what answers it.
record Routes(GatewaySettings settings, SessionBroker broker, HttpEnvironment environment) {
    private static final Logger log = LoggerFactory.getLogger(Routes.class);

    void register(RoutesConfig routes) {
        Cors cors = new Cors(settings.corsOrigins());
        OfferEndpoint.Shared shared =
                new OfferEndpoint.Shared(
                        settings.broadcast(),
                        settings.iceServers(),
                        new RequestBody(environment.limits()),
                        new RequestRate(
                                settings.connections().maxRequestsPerSecond(), System::nanoTime),
                        new SessionOwners(broker),
                        cors);
        routes.before(
                ctx -> {
                    // Javalin presets text/plain, also where nothing is sent.
                    ctx.res().setContentType(null);
                    cors.decorate(ctx);
                });
        offers(
                routes,
                GatewayHttpServer.WHIP,
                new OfferEndpoint(SessionKind.WHIP, GatewayHttpServer.WHIP, broker, shared));
        offers(
                routes,
                GatewayHttpServer.WHEP,
                new OfferEndpoint(SessionKind.WHEP, GatewayHttpServer.WHEP, broker, shared));
        sessions(routes, new SessionEndpoint(broker, shared));
        status(routes, new StatusApi(broker, environment.clock()), cors);
        pages(routes, new WebPages(environment.webRoot()));
        problems(routes);
    }

    private static void offers(RoutesConfig routes, String prefix, OfferEndpoint endpoint) {
        String path = prefix + "<broadcast>";
        routes.post(path, endpoint::post);
        routes.options(path, endpoint::options);
        routes.head(path, endpoint::head);
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
        get(routes, "/health", api::health);
        routes.options(
                "/api/<any>",
                ctx -> {
                    ctx.header("Allow", StatusApi.ALLOW);
                    cors.preflight(ctx, StatusApi.ALLOW);
                    ctx.status(204);
                });
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

    private static void problems(RoutesConfig routes) {
        routes.exception(Problem.ProblemException.class, (e, ctx) -> e.problem().writeTo(ctx));
        routes.exception(HttpResponseException.class, (e, ctx) -> unrouted(ctx, e.getStatus()));
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
    private static void unrouted(Context ctx, int status) {
        String allow = allow(ctx.req().getRequestURI());
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

    private static String allow(String path) {
        if (below(path, GatewayHttpServer.WHIP) || below(path, GatewayHttpServer.WHEP)) {
            return OfferEndpoint.ALLOW;
        }
        if (below(path, SessionEndpoint.PREFIX)) {
            return SessionEndpoint.ALLOW;
        }
        boolean readOnly =
                path.equals("/")
                        || path.equals("/health")
                        || path.equals("/api/broadcasts")
                        || path.equals("/api/config")
                        || below(path, "/publish/")
                        || below(path, "/play/")
                        || below(path, "/assets/");
        return readOnly ? StatusApi.ALLOW : "";
    }

    private static boolean below(String path, String prefix) {
        return path.startsWith(prefix) && path.length() > prefix.length();
    }
}
