package org.moqgateway.server.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.moqgateway.core.webrtc.PatchResult;
import org.moqgateway.core.webrtc.PeerSessionHandle;
import org.moqgateway.core.webrtc.Refusal;
import org.moqgateway.core.webrtc.SessionBroker;

/// The session URL: trickle and restart by PATCH, end by DELETE (RFC 9725 §4.2, §4.3).
final class SessionEndpoint {
    /// Where session URLs live. Not below `/whip/` or `/whep/`: a broadcast's own URL says nothing
    /// of its sessions.
    static final String PREFIX = "/session/";

    /// What a session URL allows.
    static final String ALLOW = "PATCH, DELETE, GET, HEAD, OPTIONS";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");

    private final SessionBroker broker;
    private final OfferEndpoint.Shared shared;

    /// Striped by session, so that the precondition and the change it guards are one step.
    private final List<Lock> locks = Stream.<Lock>generate(ReentrantLock::new).limit(64).toList();

    SessionEndpoint(SessionBroker broker, OfferEndpoint.Shared shared) {
        this.broker = broker;
        this.shared = shared;
    }

    /// 204 for a trickle, 200 with the new ICE session for a restart.
    void patch(Context ctx) {
        shared.rate().check(ctx);
        PeerSessionHandle session = session(ctx);
        String fragment = shared.bodies().read(ctx, MediaType.SDP_FRAGMENT, "Accept-Patch");
        Lock lock = locks.get(Math.floorMod(session.id().hashCode(), locks.size()));
        lock.lock();
        try {
            requireMatch(ctx, session);
            answer(ctx, session.patch(fragment));
        } finally {
            lock.unlock();
        }
    }

    /// 200 once, 404 ever after. Entity-tags do not matter here (RFC 9725 §4.3.1).
    void delete(Context ctx) {
        shared.rate().check(ctx);
        PeerSessionHandle session = session(ctx);
        session.close("deleted by its client");
        shared.owners().ended(session.id());
        ctx.status(200);
    }

    /// A session has no representation in the media types of WHIP: 2xx without content (RFC 9725
    /// §4.1). Who asks for JSON is told how it is doing.
    void get(Context ctx) {
        PeerSessionHandle session = session(ctx);
        String accept = ctx.header("Accept");
        if (accept == null || !accept.contains(MediaType.JSON)) {
            ctx.status(204);
            return;
        }
        ctx.header("Cache-Control", "no-store");
        ctx.contentType(MediaType.JSON);
        ctx.result(SessionJson.of(session.stats()));
    }

    /// Answers a browser's preflight, for live and for ended sessions alike.
    void options(Context ctx) {
        ctx.header("Allow", ALLOW);
        ctx.header("Accept-Patch", MediaType.SDP_FRAGMENT);
        ctx.header("Accept-Post", MediaType.SDP);
        if (Cors.isPreflight(ctx)) {
            shared.cors().preflight(ctx, ALLOW);
            ctx.status(204);
        } else {
            ctx.status(200);
        }
    }

    private PeerSessionHandle session(Context ctx) {
        String id = ctx.req().getRequestURI().substring(PREFIX.length());
        PeerSessionHandle session =
                ID.matcher(id).matches()
                        ? broker.session(id).filter(found -> sameId(found.id(), id)).orElse(null)
                        : null;
        if (session == null) {
            throw Problem.of(404, "No such session; it may have ended.").asException();
        }
        if (!shared.owners().mayUse(id, RequestAccess.credentials(ctx))) {
            throw Problem.of(403, "This session was opened with another token.").asException();
        }
        return session;
    }

    /// Takes the same time wherever two ids differ.
    private static boolean sameId(String a, String b) {
        return MessageDigest.isEqual(
                a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }

    private static void requireMatch(Context ctx, PeerSessionHandle session) {
        List<String> lines = Collections.list(ctx.req().getHeaders("If-Match"));
        switch (IfMatch.evaluate(lines, session.etag())) {
            case HOLDS -> {}
            case MISSING ->
                    throw Problem.of(
                                    428,
                                    "PATCH needs If-Match: the session's ETag, or * for an ICE"
                                            + " restart.")
                            .asException();
            case FAILED ->
                    throw Problem.of(
                                    412,
                                    "If-Match does not name the session's present ICE session.")
                            .asException();
        }
    }

    private static void answer(Context ctx, PatchResult result) {
        switch (result) {
            case PatchResult.Trickled() -> ctx.status(204);
            case PatchResult.Restarted(String etag, String fragment) -> {
                ctx.status(200);
                ctx.header("ETag", '"' + etag + '"');
                ctx.header("Cache-Control", "no-store");
                ctx.contentType(MediaType.SDP_FRAGMENT);
                ctx.result(fragment);
            }
            case PatchResult.Refused(Refusal reason, String detail) ->
                    throw Refusals.problem(reason, detail).asException();
        }
    }
}
