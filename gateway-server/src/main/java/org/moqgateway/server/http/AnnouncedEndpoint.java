package org.moqgateway.server.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.stream.Collectors;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.session.Grant;
import org.moqgateway.moq.wire.InternalPath;

/// `GET /announced[/PREFIX]`: the live broadcasts at or below a prefix, one a line and relative to
/// it, as far as the token lets them be read. Names with control characters are left out.
final class AnnouncedEndpoint {
    /// Where the list is.
    static final String PATH = "/announced";

    private final Origin origin;
    private final RequestAccess access;
    private final RequestRate rate;

    AnnouncedEndpoint(Origin origin, RequestAccess access, RequestRate rate) {
        this.origin = origin;
        this.access = access;
        this.rate = rate;
    }

    void get(Context ctx) {
        rate.check(ctx);
        String prefix = prefix(ctx.req().getRequestURI().substring(PATH.length()));
        Grant grant = access.readingBelow(ctx, prefix);
        RequestAccess.Visible visible = new RequestAccess.Visible(grant.subscribe(), List.of());
        String list =
                origin.announced().stream()
                        .filter(path -> below(path, prefix) && !InternalPath.covers(path))
                        .map(path -> relative(path, prefix))
                        .filter(visible::covers)
                        .filter(AnnouncedEndpoint::fitsALine)
                        .collect(Collectors.joining("\n"));
        ctx.header("Cache-Control", "no-store");
        ctx.contentType("text/plain; charset=utf-8");
        ctx.result(list);
    }

    /// A name with a line break would look like two. No name with control characters can be
    /// asked for over HTTP ([BroadcastPath]).
    private static boolean fitsALine(String name) {
        return name.chars().noneMatch(Character::isISOControl);
    }

    private static String prefix(String raw) {
        String bare = raw.replaceAll("^/+|/+$", "");
        if (bare.isEmpty()) {
            return "";
        }
        return switch (BroadcastPath.parse(bare)) {
            case BroadcastPath.Valid(String name) -> name;
            case BroadcastPath.Invalid(String reason) ->
                    throw Problem.of(400, reason).asException();
        };
    }

    private static boolean below(String path, String prefix) {
        return prefix.isEmpty() || path.equals(prefix) || path.startsWith(prefix + "/");
    }

    private static String relative(String path, String prefix) {
        if (prefix.isEmpty()) {
            return path;
        }
        return path.length() == prefix.length() ? "" : path.substring(prefix.length() + 1);
    }
}
