package org.moqgateway.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.moqgateway.core.webrtc.BroadcastStatus;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.TrackStatus;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.ServerRole;
import org.moqgateway.server.config.Version;
import org.moqgateway.server.config.Word;

/// What the pages ask for: what is live, where the endpoints are, and whether the process is well.
final class StatusApi {
    /// What these URLs allow.
    static final String ALLOW = "GET, HEAD, OPTIONS";

    private static final String HTTP_PORT = "80";
    private static final String HTTPS_PORT = "443";

    private final HttpBackend backend;
    private final RequestAccess access;
    private final Set<ServerRole> roles;
    private final boolean adminToken;
    private final InstantSource clock;

    StatusApi(
            HttpBackend backend,
            RequestAccess access,
            GatewaySettings settings,
            InstantSource clock) {
        this.backend = backend;
        this.access = access;
        this.roles = settings.roles();
        this.adminToken = settings.clients().adminToken() != null;
        this.clock = clock;
    }

    /// `{"broadcasts":[{"name":…,"ageSeconds":…,"viewers":…,"bitrateBps":…,"tracks":[…],`
    /// `"problems":[…]}]}`, those that the token lets be seen.
    void broadcasts(Context ctx) {
        RequestAccess.Visible visible = access.visible(ctx);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode list = root.putArray("broadcasts");
        backend.broker().map(SessionBroker::broadcasts).orElse(List.of()).stream()
                .filter(broadcast -> visible.covers(broadcast.name()))
                .forEach(broadcast -> write(list.addObject(), broadcast));
        json(ctx, root);
    }

    /// `{"links":[{"url":…,"state":"up",…}]}`: how the links to other relays are doing, for those
    /// who may see everything.
    void relay(Context ctx) {
        access.everything(ctx);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode list = root.putArray("links");
        backend.moq().links().get().forEach(link -> write(list.addObject(), link));
        json(ctx, root);
    }

    /// `{"whipUrl":…,"whepUrl":…,"moqUrl":…,"quic":{"port":…,"selfSigned":…},…,`
    /// `"adminToken":…,"version":…}`,
    /// with the host name that the client itself used; `quic` is null where there is none, and a
    /// relay alone has no WHIP and WHEP, nor have those who switched one of them off. `adminToken`
    /// tells whether there is a token that starts and stops clients.
    void config(Context ctx) {
        String authority = authority(ctx);
        String base = ctx.scheme() + "://" + authority;
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        if (backend.broker().isPresent() && roles.contains(ServerRole.WHIP)) {
            root.put("whipUrl", base + GatewayHttpServer.WHIP);
        }
        if (backend.broker().isPresent() && roles.contains(ServerRole.WHEP)) {
            root.put("whepUrl", base + GatewayHttpServer.WHEP);
        }
        OptionalInt quicPort = backend.moq().quicPort();
        root.put("moqUrl", moqUrl(ctx.scheme(), authority, quicPort));
        if (quicPort.isPresent()) {
            ObjectNode quic = root.putObject("quic");
            quic.put("port", quicPort.getAsInt());
            quic.put("selfSigned", !backend.tls().https());
        } else {
            root.putNull("quic");
        }
        ArrayNode protocols = root.putArray("moqVersions");
        backend.moq().webSockets().protocols().forEach(protocols::add);
        root.put("certificateSha256Url", base + RelayRoutes.CERTIFICATE);
        root.put("tokenNeeded", !backend.access().isOpen());
        root.put("adminToken", adminToken);
        root.put("version", Version.current());
        json(ctx, root);
    }

    /// The URL for clients of MoQ. On the port of HTTP it is good for every binding; on another
    /// one for QUIC and WebTransport alone, and without QUIC for WebSocket alone.
    static String moqUrl(String scheme, String authority, OptionalInt quicPort) {
        if (quicPort.isEmpty()) {
            return scheme.replaceFirst("^http", "ws") + "://" + authority + "/";
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String port =
                hasPort
                        ? authority.substring(colon + 1)
                        : scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        if (port.equals(Integer.toString(quicPort.getAsInt()))) {
            return scheme + "://" + authority + "/";
        }
        String host = hasPort ? authority.substring(0, colon) : authority;
        return "https://" + host + ":" + quicPort.getAsInt() + "/";
    }

    /// `ok`; with `?details` a JSON object that also counts the links by their state and tells the
    /// version of FFmpeg's library, null where it is not here. It needs no token, and a link that
    /// is down is no reason to restart this process.
    void health(Context ctx) {
        if (ctx.queryParam("details") != null) {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            root.put("status", "ok");
            ObjectNode states = root.putObject("links");
            for (LinkStatus.State state : LinkStatus.State.values()) {
                states.put(Word.of(state), count(state));
            }
            root.put("ffmpeg", backend.snapshots().ffmpegVersion().orElse(null));
            json(ctx, root);
            return;
        }
        ctx.header("Cache-Control", "no-store");
        ctx.contentType("text/plain; charset=utf-8");
        ctx.result("ok\n");
    }

    private long count(LinkStatus.State state) {
        return backend.moq().links().get().stream().filter(link -> link.state() == state).count();
    }

    private static void write(ObjectNode json, LinkStatus link) {
        json.put("url", link.url());
        json.put("state", Word.of(link.state()));
        json.put("since", link.since().toString());
        json.put("sessions", link.sessions());
        link.protocol().ifPresent(protocol -> json.put("protocol", protocol));
        link.transport().ifPresent(kind -> json.put("transport", Word.of(kind)));
        link.lastFailure().ifPresent(failure -> json.put("lastFailure", failure));
    }

    private void write(ObjectNode json, BroadcastStatus broadcast) {
        long ageMillis = Duration.between(broadcast.since(), clock.instant()).toMillis();
        json.put("name", broadcast.name());
        json.put("ageSeconds", Math.max(0, ageMillis) / 1000.0);
        json.put("viewers", broadcast.viewers());
        json.put("bitrateBps", broadcast.ingestBitrateBps());
        ArrayNode tracks = json.putArray("tracks");
        broadcast.tracks().forEach(track -> write(tracks.addObject(), track));
        SessionJson.problems(json.putArray("problems"), broadcast.problems());
    }

    private static void write(ObjectNode json, TrackStatus track) {
        json.put("name", track.name());
        json.put("kind", track.kind());
        json.put("codec", track.codec());
        if (track.kind().equals("video")) {
            json.put("width", track.width());
            json.put("height", track.height());
            json.put("frameRate", track.frameRate());
        } else {
            json.put("sampleRate", track.sampleRateHz());
            json.put("channels", track.channels());
        }
        json.put("bitrateBps", track.bitrateBps());
    }

    private static String authority(Context ctx) {
        String host = ctx.host();
        return host == null ? ctx.req().getLocalName() + ":" + ctx.req().getLocalPort() : host;
    }

    /// Answers with an object that is never stored.
    static void json(Context ctx, ObjectNode json) {
        ctx.header("Cache-Control", "no-store");
        ctx.contentType("application/json");
        ctx.result(json.toString());
    }
}
