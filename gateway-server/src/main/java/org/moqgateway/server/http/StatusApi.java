package org.moqgateway.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import org.moqgateway.core.webrtc.BroadcastStatus;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.TrackStatus;
import org.moqgateway.server.config.Version;

/// What the pages ask for: what is live, where the endpoints are, and whether the process is well.
final class StatusApi {
    /// What these URLs allow.
    static final String ALLOW = "GET, HEAD, OPTIONS";

    private final SessionBroker broker;
    private final InstantSource clock;

    StatusApi(SessionBroker broker, InstantSource clock) {
        this.broker = broker;
        this.clock = clock;
    }

    /// `{"broadcasts":[{"name":…,"ageSeconds":…,"viewers":…,"bitrateBps":…,"tracks":[…]}]}`
    void broadcasts(Context ctx) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode list = root.putArray("broadcasts");
        broker.broadcasts().forEach(broadcast -> write(list.addObject(), broadcast));
        json(ctx, root);
    }

    /// `{"whipUrl":…,"whepUrl":…,"version":…}`, with the host name that the client itself used.
    void config(Context ctx) {
        String base = ctx.scheme() + "://" + authority(ctx);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("whipUrl", base + GatewayHttpServer.WHIP);
        root.put("whepUrl", base + GatewayHttpServer.WHEP);
        root.put("version", Version.current());
        json(ctx, root);
    }

    /// `ok`.
    void health(Context ctx) {
        ctx.header("Cache-Control", "no-store");
        ctx.contentType("text/plain; charset=utf-8");
        ctx.result("ok\n");
    }

    private void write(ObjectNode json, BroadcastStatus broadcast) {
        long ageMillis = Duration.between(broadcast.since(), clock.instant()).toMillis();
        json.put("name", broadcast.name());
        json.put("ageSeconds", Math.max(0, ageMillis) / 1000.0);
        json.put("viewers", broadcast.viewers());
        json.put("bitrateBps", broadcast.ingestBitrateBps());
        ArrayNode tracks = json.putArray("tracks");
        broadcast.tracks().forEach(track -> write(tracks.addObject(), track));
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

    private static void json(Context ctx, ObjectNode json) {
        ctx.header("Cache-Control", "no-store");
        ctx.contentType("application/json");
        ctx.result(json.toString());
    }
}
