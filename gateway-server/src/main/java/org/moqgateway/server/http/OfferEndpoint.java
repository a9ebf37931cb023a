package org.moqgateway.server.http;

import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.webrtc.AcceptResult;
import org.moqgateway.core.webrtc.PeerSessionHandle;
import org.moqgateway.core.webrtc.Refusal;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.core.webrtc.ViewerTerms;
import org.moqgateway.moq.session.Grant;

/// A WHIP or WHEP endpoint: takes an offer by POST and opens a session (RFC 9725 §4.2,
/// draft-ietf-wish-whep).
final class OfferEndpoint {
    /// What an endpoint URL allows.
    static final String ALLOW = "POST, OPTIONS, HEAD";

    private final SessionKind kind;
    private final String prefix;
    private final SessionBroker broker;
    private final Shared shared;

    /// What both endpoints have in common.
    ///
    /// @param scope the broadcast that is served, null for any
    record Shared(
            @Nullable String scope,
            List<IceServer> iceServers,
            RequestBody bodies,
            SessionOwners owners,
            SessionDeadlines deadlines,
            Guards guards) {
        RequestRate rate() {
            return guards.rate();
        }

        RequestAccess access() {
            return guards.access();
        }

        Cors cors() {
            return guards.cors();
        }
    }

    OfferEndpoint(SessionKind kind, String prefix, SessionBroker broker, Shared shared) {
        this.kind = kind;
        this.prefix = prefix;
        this.broker = broker;
        this.shared = shared;
    }

    /// 201 with the answer, or the refusal.
    void post(Context ctx) {
        shared.rate().check(ctx);
        String broadcast = broadcast(ctx);
        Grant grant =
                switch (kind) {
                    case WHIP -> shared.access().publishing(ctx, broadcast);
                    case WHEP -> shared.access().reading(ctx, broadcast);
                };
        ViewerTerms terms =
                switch (kind) {
                    case WHIP -> ViewerTerms.ALL;
                    case WHEP ->
                            new ViewerTerms(
                                    LayerQuery.of(ctx),
                                    shared.access().visible(ctx)::plays,
                                    RenditionQuery.of(ctx));
                };
        String offer = shared.bodies().read(ctx, MediaType.SDP, "Accept-Post");
        switch (broker.accept(kind, broadcast, offer, terms)) {
            case AcceptResult.Accepted(PeerSessionHandle session, String answer) -> {
                shared.deadlines().opened(session.id(), grant.expiresAt());
                created(ctx, session, answer);
            }
            case AcceptResult.Refused(Refusal reason, String detail) ->
                    throw Refusals.problem(reason, detail).asException();
        }
    }

    /// Answers a browser's preflight, and tells anyone else what the endpoint takes.
    void options(Context ctx) {
        ctx.header("Allow", ALLOW);
        ctx.header("Accept-Post", MediaType.SDP);
        if (Cors.isPreflight(ctx)) {
            shared.cors().preflight(ctx, ALLOW);
            ctx.status(204);
            return;
        }
        // Players that can't change servers after their offer ask here first (RFC 9725 §4.6); a
        // preflight must not make credentials.
        linkIceServers(ctx);
        ctx.status(200);
    }

    /// Says "this is an SDP endpoint" to players that sniff URLs (draft-ietf-wish-whep, URL
    /// discoverability).
    void head(Context ctx) {
        broadcast(ctx);
        ctx.status(200);
        ctx.header("Accept-Post", MediaType.SDP);
        ctx.contentType(MediaType.SDP);
    }

    private void created(Context ctx, PeerSessionHandle session, String answer) {
        shared.owners().opened(session.id(), RequestAccess.credentials(ctx));
        ctx.status(201);
        ctx.header("Location", SessionEndpoint.PREFIX + session.id());
        ctx.header("ETag", '"' + session.etag() + '"');
        ctx.header("Accept-Patch", MediaType.SDP_FRAGMENT);
        ctx.header("Cache-Control", "no-store");
        linkIceServers(ctx);
        ctx.contentType(MediaType.SDP);
        ctx.result(answer);
    }

    private String broadcast(Context ctx) {
        String raw = ctx.req().getRequestURI().substring(prefix.length());
        return switch (BroadcastPath.parse(raw)) {
            case BroadcastPath.Valid(String name) when inScope(name) -> name;
            case BroadcastPath.Valid(String name) ->
                    throw Problem.of(
                                    404,
                                    "This gateway does not serve the broadcast \"" + name + "\".")
                            .asException();
            case BroadcastPath.Invalid(String reason) ->
                    throw Problem.of(400, reason).asException();
        };
    }

    private boolean inScope(String name) {
        String scope = shared.scope();
        return scope == null || name.equals(scope) || name.startsWith(scope + "/");
    }

    private void linkIceServers(Context ctx) {
        for (IceServer server : shared.iceServers()) {
            ctx.res().addHeader("Link", link(server));
        }
    }

    private static String link(IceServer server) {
        StringBuilder link =
                new StringBuilder("<").append(server.url()).append(">; rel=\"ice-server\"");
        if (server.username() != null) {
            link.append("; username=").append(quoted(server.username()));
        }
        if (server.credential() != null) {
            link.append("; credential=")
                    .append(quoted(server.credential()))
                    .append("; credential-type=\"password\"");
        }
        return link.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
