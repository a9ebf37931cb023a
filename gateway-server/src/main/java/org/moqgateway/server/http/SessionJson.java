package org.moqgateway.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.webrtc.SessionStats;
import org.moqgateway.server.config.Word;

/// What a session tells of itself:
/// `{"kind":"whep","broadcast":…,"state":…,…,"problems":[{"code":…,"text":…}]}`.
final class SessionJson {
    private SessionJson() {}

    static String of(SessionStats stats) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("kind", Word.of(stats.kind()));
        root.put("broadcast", stats.broadcast());
        root.put("state", stats.state());
        root.put("created", stats.created().toString());
        root.put("rttMicros", stats.rttMicros());
        root.put("packetsSent", stats.packetsSent());
        root.put("packetsReceived", stats.packetsReceived());
        root.put("packetsLost", stats.packetsLost());
        root.put("retransmitted", stats.retransmitted());
        root.put("bitrateBps", stats.bitrateBps());
        problems(root.putArray("problems"), stats.problems());
        return root.toString();
    }

    /// The same for sessions and broadcasts. The codes are stable.
    static void problems(ArrayNode json, List<SessionProblem> problems) {
        for (SessionProblem problem : problems) {
            json.addObject().put("code", problem.code().token()).put("text", problem.text());
        }
    }
}
