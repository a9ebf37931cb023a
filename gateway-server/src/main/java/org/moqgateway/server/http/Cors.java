package org.moqgateway.server.http;

import io.javalin.http.Context;
import org.moqgateway.server.config.WebOrigins;

/// Cross-origin access (Fetch standard): who may call, and what a page may read of the answer.
final class Cors {
    private static final String EXPOSED =
            "Location, ETag, Link, Accept-Patch, Accept-Post, Retry-After";

    /// The asterisk covers everything but Authorization, which must be named (Fetch §4.8).
    private static final String ALLOWED_HEADERS = "Authorization, Content-Type, If-Match, Link, *";

    private static final String MAX_AGE_SECONDS = "7200";

    private final WebOrigins origins;

    Cors(WebOrigins origins) {
        this.origins = origins;
    }

    /// Adds the header fields that every answer carries.
    void decorate(Context ctx) {
        String origin = ctx.header("Origin");
        if (origins.any()) {
            ctx.header("Access-Control-Allow-Origin", "*");
        } else {
            ctx.header("Vary", "Origin");
            if (origin == null || !origins.lists(origin)) {
                return;
            }
            ctx.header("Access-Control-Allow-Origin", origin);
        }
        ctx.header("Access-Control-Expose-Headers", EXPOSED);
    }

    /// True for a browser's question before the real request.
    static boolean isPreflight(Context ctx) {
        return ctx.header("Origin") != null && ctx.header("Access-Control-Request-Method") != null;
    }

    /// Answers the browser's question; a page of a foreign origin gets no permission.
    void preflight(Context ctx, String methods) {
        if (ctx.res().getHeader("Access-Control-Allow-Origin") != null) {
            ctx.header("Access-Control-Allow-Methods", methods);
            ctx.header("Access-Control-Allow-Headers", ALLOWED_HEADERS);
            ctx.header("Access-Control-Max-Age", MAX_AGE_SECONDS);
        }
    }
}
