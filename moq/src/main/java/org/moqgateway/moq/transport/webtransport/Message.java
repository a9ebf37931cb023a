package org.moqgateway.moq.transport.webtransport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fields of a request or a response, checked as RFC 9114 §4.2 asks.
///
/// @param fields by name; the values of a field that comes several times are joined by commas
record Message(Map<String, String> fields) {
    static final String AVAILABLE_PROTOCOLS = "wt-available-protocols";
    static final String PROTOCOL = "wt-protocol";

    private static final String OLD_PROTOCOL_TOKEN = "webtransport";
    private static final String NEW_PROTOCOL_TOKEN = "webtransport-h3";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    Message {
        fields = Map.copyOf(fields);
    }

    /// Checks and sorts decoded fields.
    ///
    /// @throws Http3Exception when the message is malformed
    static Message of(List<Field> decoded) throws Http3Exception {
        Map<String, String> fields = new HashMap<>();
        boolean regular = false;
        for (Field field : decoded) {
            boolean pseudo = field.name().startsWith(":");
            if (!wellFormed(field) || (pseudo && (regular || fields.containsKey(field.name())))) {
                throw new Http3Exception(Http3.MESSAGE_ERROR, "malformed header fields");
            }
            regular |= !pseudo;
            fields.merge(field.name(), field.value(), (a, b) -> a + ", " + b);
        }
        return new Message(fields);
    }

    private static boolean wellFormed(Field field) {
        return !field.name().isEmpty()
                && field.name()
                        .chars()
                        .allMatch(c -> c > ' ' && c < 0x7f && !(c >= 'A' && c <= 'Z'))
                && field.value().chars().allMatch(c -> (c >= ' ' && c != 0x7f) || c == '\t');
    }

    /// The fields of a request for a session (RFC 9220 §3).
    ///
    /// @param target path and query
    static List<Field> connect(String authority, String target, List<String> protocols) {
        return List.of(
                new Field(":method", "CONNECT"),
                new Field(":scheme", "https"),
                new Field(":authority", authority),
                new Field(":path", target),
                new Field(":protocol", OLD_PROTOCOL_TOKEN),
                new Field("sec-webtransport-http3-draft02", "1"),
                new Field(AVAILABLE_PROTOCOLS, StringList.format(protocols)));
    }

    /// The fields of an answer that lets a session in.
    static List<Field> accepted(String protocol) {
        return List.of(
                new Field(":status", Integer.toString(OK)),
                new Field("sec-webtransport-http3-draft", "draft02"),
                new Field(PROTOCOL, StringList.format(List.of(protocol))));
    }

    /// The fields of an answer without a body. 401 has to say what would do (RFC 9110 §15.5.2).
    static List<Field> refused(int status) {
        Field code = new Field(":status", Integer.toString(status));
        return status == UNAUTHORIZED
                ? List.of(code, new Field("www-authenticate", "Bearer"))
                : List.of(code);
    }

    /// Whether this asks for a WebTransport session, by the token of any draft.
    boolean asksForSession() {
        String protocol = fields.get(":protocol");
        return "CONNECT".equals(fields.get(":method"))
                && (OLD_PROTOCOL_TOKEN.equals(protocol) || NEW_PROTOCOL_TOKEN.equals(protocol));
    }

    /// The request target; null when there is none.
    @Nullable String target() {
        String path = fields.get(":path");
        return path == null || !path.startsWith("/") ? null : path;
    }

    /// The host asked for, without its port; null when there is none.
    @Nullable String host() {
        String authority = fields.get(":authority");
        if (authority == null || authority.isEmpty()) {
            return null;
        }
        int port = authority.lastIndexOf(':');
        return port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
    }

    /// The origin of the page that asks; null when it is no page.
    @Nullable String origin() {
        return fields.get("origin");
    }

    /// The client's protocols that are among ours, its favourite first.
    List<String> commonProtocols(List<String> ours) {
        List<String> common = new ArrayList<>();
        String offered = fields.getOrDefault(AVAILABLE_PROTOCOLS, "");
        for (String protocol : StringList.parse(offered).orElse(List.of())) {
            if (ours.contains(protocol) && !common.contains(protocol)) {
                common.add(protocol);
            }
        }
        return common;
    }

    /// The status of a response; 0 when it has none that is a number of three digits.
    int status() {
        String status = fields.getOrDefault(":status", "");
        return status.matches("[1-5][0-9][0-9]") ? Integer.parseInt(status) : 0;
    }

    /// The protocol that the server agreed to.
    Optional<String> agreedProtocol() {
        return StringList.parse(fields.getOrDefault(PROTOCOL, ""))
                .filter(list -> list.size() == 1)
                .map(List::getFirst);
    }
}
