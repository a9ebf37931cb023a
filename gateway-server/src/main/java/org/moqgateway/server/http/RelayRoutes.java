package org.moqgateway.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import org.moqgateway.moq.transport.tls.Fingerprint;

/// The URLs that a relay serves over HTTP: the list of broadcasts, single groups, the certificate's
/// fingerprint and the figures.
final class RelayRoutes {
    /// The fingerprint of the certificate that QUIC shows.
    static final String CERTIFICATE = "/certificate.sha256";

    /// The figures for Prometheus.
    static final String METRICS = "/metrics";

    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpBackend backend;
    private final RequestAccess access;
    private final RequestRate rate;
    private final Cors cors;
    private final HttpLimits limits;

    RelayRoutes(HttpBackend backend, Guards guards, HttpLimits limits) {
        this.backend = backend;
        this.access = guards.access();
        this.rate = guards.rate();
        this.cors = guards.cors();
        this.limits = limits;
    }

    void register(RoutesConfig routes) {
        AnnouncedEndpoint announced = new AnnouncedEndpoint(backend.moq().origin(), access, rate);
        FetchEndpoint fetch = new FetchEndpoint(backend.moq().origin(), access, rate, limits);
        get(routes, AnnouncedEndpoint.PATH, announced::get);
        get(routes, AnnouncedEndpoint.PATH + "/<prefix>", announced::get);
        get(routes, FetchEndpoint.PREFIX + "<path>", fetch::get);
        get(routes, CERTIFICATE, this::certificate);
        get(routes, METRICS, this::metrics);
    }

    /// Whether a path is one of these.
    static boolean isOne(String path) {
        return path.equals(AnnouncedEndpoint.PATH)
                || path.startsWith(AnnouncedEndpoint.PATH + "/")
                || path.startsWith(FetchEndpoint.PREFIX)
                || path.equals(CERTIFICATE)
                || path.equals(METRICS);
    }

    /// The fingerprint as 64 hexadecimal digits, and nothing else.
    private void certificate(Context ctx) {
        ctx.header("Cache-Control", "no-store");
        ctx.contentType("text/plain; charset=utf-8");
        ctx.result(Fingerprint.sha256(backend.tls().identity().get().certificate()));
    }

    /// The figures tell of everybody's broadcasts, so they are for those who may read everything.
    private void metrics(Context ctx) {
        rate.check(ctx);
        access.everything(ctx);
        ctx.header("Cache-Control", "no-store");
        ctx.contentType(METRICS_TYPE);
        ctx.result(backend.metrics().get());
    }

    private void get(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
        routes.options(
                path,
                ctx -> {
                    ctx.header("Allow", StatusApi.ALLOW);
                    cors.preflight(ctx, StatusApi.ALLOW);
                    ctx.status(204);
                });
    }
}
