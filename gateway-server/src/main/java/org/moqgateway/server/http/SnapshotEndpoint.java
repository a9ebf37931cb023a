package org.moqgateway.server.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.media.picture.KeyframeDecoder;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.server.snapshot.SnapshotRefusal;
import org.moqgateway.server.snapshot.SnapshotResult;
import org.moqgateway.server.snapshot.SnapshotSource;
import org.moqgateway.server.snapshot.Snapshots;

/// `GET /snapshot/BROADCAST.jpg`: the broadcast's newest keyframe as JPEG, at most 640 pixels wide,
/// or as wide as `?width=` says.
final class SnapshotEndpoint {
    /// Where snapshots are.
    static final String PREFIX = "/snapshot/";

    private static final String SUFFIX = ".jpg";
    private static final String DEFAULT_WIDTH = "640";

    /// A few, so that one keyframe is decoded a few times at most.
    private static final Set<String> WIDTHS = Set.of("160", "320", DEFAULT_WIDTH, "1280", "1920");

    /// How long a keyframe is waited for; a picture that is wanted later may be asked for again.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Origin origin;
    private final @Nullable String scope;
    private final Snapshots snapshots;
    private final Guards guards;
    private final Duration patience;

    /// @param scope the broadcast that is served, null for any
    SnapshotEndpoint(
            HttpBackend backend, @Nullable String scope, Guards guards, HttpLimits limits) {
        this.origin = backend.moq().origin();
        this.scope = scope;
        this.snapshots = backend.snapshots();
        this.guards = guards;
        this.patience =
                limits.fetchDeadline().compareTo(PATIENCE) < 0 ? limits.fetchDeadline() : PATIENCE;
    }

    void get(Context ctx) {
        guards.rate().check(ctx);
        String name = name(ctx);
        int width = width(ctx);
        guards.access().reading(ctx, name);
        try (BroadcastConsumer broadcast = broadcast(name)) {
            SnapshotSource source =
                    new NewestKeyframe(broadcast, width, new PollWaiter(patience)).read();
            switch (snapshots.of(source)) {
                case SnapshotResult.Jpeg jpeg -> serve(ctx, jpeg);
                case SnapshotResult.Refused(SnapshotRefusal reason) ->
                        throw refused(reason, source.keyframe().codecString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(503, "The gateway is shutting down.").asException();
        }
    }

    private BroadcastConsumer broadcast(String name) {
        boolean inScope = scope == null || name.equals(scope) || name.startsWith(scope + "/");
        return (inScope ? origin.broadcast(name) : Optional.<BroadcastConsumer>empty())
                .orElseThrow(
                        () ->
                                Problem.of(404, "Nobody publishes \"" + name + "\" now.")
                                        .asException());
    }

    private static void serve(Context ctx, SnapshotResult.Jpeg jpeg) {
        String etag = '"' + jpeg.etag() + '"';
        ctx.header("ETag", etag);
        ctx.header("Cache-Control", "max-age=1");
        ctx.header("X-Content-Type-Options", "nosniff");
        String known = ctx.header("If-None-Match");
        if (known != null && (known.contains(etag) || known.strip().equals("*"))) {
            ctx.status(304);
            return;
        }
        ctx.contentType("image/jpeg");
        ctx.result(jpeg.bytes());
    }

    private static String name(Context ctx) {
        String raw = ctx.req().getRequestURI().substring(PREFIX.length());
        if (!raw.endsWith(SUFFIX)) {
            throw Problem.of(
                            404, "Snapshots are JPEG files: " + PREFIX + "BROADCAST" + SUFFIX + ".")
                    .asException();
        }
        return switch (BroadcastPath.parse(raw.substring(0, raw.length() - SUFFIX.length()))) {
            case BroadcastPath.Valid(String name) -> name;
            case BroadcastPath.Invalid(String reason) ->
                    throw Problem.of(400, reason).asException();
        };
    }

    private static int width(Context ctx) {
        String text = ctx.queryParam("width");
        String width = text == null ? DEFAULT_WIDTH : text;
        if (!WIDTHS.contains(width)) {
            throw Problem.of(400, "The width is 160, 320, 640, 1280 or 1920.").asException();
        }
        return Integer.parseInt(width);
    }

    private Problem.ProblemException refused(SnapshotRefusal reason, String codec) {
        return switch (reason) {
            case UNSUPPORTED -> Problem.of(415, unsupported(codec)).asException();
            case TOO_LARGE ->
                    Problem.of(
                                    415,
                                    "The picture is larger than %1$d x %1$d pixels."
                                            .formatted(KeyframeDecoder.MAX_SIDE))
                            .asException();
            case MALFORMED, TOO_SLOW -> broken();
            case BUSY ->
                    Problem.of(503, "Other snapshots are being made.")
                            .with("Retry-After", "1")
                            .asException();
        };
    }

    private String unsupported(String codec) {
        String sentence = "No picture can be made of this video (" + codec + ") here";
        return snapshots.ffmpegVersion().isPresent()
                ? sentence + "."
                : sentence + ": FFmpeg's library is missing.";
    }

    /// The newest keyframe is of no use.
    static Problem.ProblemException broken() {
        return Problem.of(502, "The newest keyframe is damaged.").asException();
    }
}
