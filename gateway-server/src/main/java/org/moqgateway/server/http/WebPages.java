package org.moqgateway.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The pages and what they load, out of the class path. Every file is small and is read once; a
/// browser asks again each time and is told 304 while nothing changed, so that a new version shows
/// at once.
final class WebPages {
    private static final Pattern ASSET =
            Pattern.compile("(moq/)?[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("ico", "image/vnd.microsoft.icon"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("json", "application/json"),
                    Map.entry("map", "application/json"),
                    Map.entry("txt", "text/plain; charset=utf-8"));
    /// A MoQ player's sound runs in a worklet that it writes itself, hence `blob:`.
    private static final String POLICY =
            "default-src 'self'; script-src 'self' blob:; connect-src 'self' http: https: ws: wss:;"
                    + " img-src 'self' data:; media-src 'self' blob:; style-src 'self'"
                    + " 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors ";

    private final String root;
    private final Map<String, WebFile> files = new ConcurrentHashMap<>();

    /// One file, read whole.
    private static final class WebFile {
        private final byte[] content;
        private final String etag;
        private final String contentType;

        WebFile(byte[] content, String contentType) {
            this.content = content;
            this.etag = etag(content);
            this.contentType = contentType;
        }
    }

    /// @param root class path folder, with a leading and without a trailing slash
    WebPages(String root) {
        this.root = root;
    }

    /// A whole page. Only the player may be framed by other sites; the publish page asks for the
    /// camera.
    void page(Context ctx, String file) {
        boolean embeddable = file.equals("play.html");
        ctx.header("Content-Security-Policy", POLICY + (embeddable ? "*" : "'self'"));
        ctx.header(
                "Permissions-Policy",
                "camera=(self), microphone=(self), display-capture=(self), autoplay=*");
        serve(ctx, file);
    }

    /// Something below `/assets/`.
    void asset(Context ctx) {
        String name = ctx.req().getRequestURI().substring("/assets/".length());
        if (!ASSET.matcher(name).matches()) {
            throw notFound();
        }
        serve(ctx, "assets/" + name);
    }

    private void serve(Context ctx, String path) {
        WebFile file = files.get(path);
        if (file == null) {
            file = load(path).orElseThrow(WebPages::notFound);
            files.put(path, file);
        }
        ctx.header("ETag", file.etag);
        ctx.header("Cache-Control", "no-cache");
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "strict-origin-when-cross-origin");
        String ifNoneMatch = ctx.header("If-None-Match");
        if (ifNoneMatch != null
                && (ifNoneMatch.contains(file.etag) || ifNoneMatch.strip().equals("*"))) {
            ctx.status(304);
            return;
        }
        ctx.contentType(file.contentType);
        ctx.result(file.content);
    }

    private Optional<WebFile> load(String path) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream in = WebPages.class.getResourceAsStream(root + "/" + path)) {
            if (in == null) {
                return Optional.empty();
            }
            return Optional.of(new WebFile(in.readAllBytes(), type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String etag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Problem.ProblemException notFound() {
        return Problem.of(404, "There is nothing here.").asException();
    }
}
