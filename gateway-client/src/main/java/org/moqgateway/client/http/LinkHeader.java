package org.moqgateway.client.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads `Link` header fields (RFC 8288 §3). Pure.
///
///     Link: <stun:stun.example.net>; rel="ice-server", <turn:turn.example.net>; rel=ice-server;
///           username="user"; credential="a \"quoted\" word, with a comma"
///
/// A link that cannot be read is left out, and reading goes on behind the next comma.
final class LinkHeader {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int at;

    private LinkHeader(String text) {
        this.text = text;
    }

    /// One link.
    ///
    /// @param target what stands in the angle brackets
    /// @param parameters the first of each name, names in lower case, values without quotes
    record Link(String target, Map<String, String> parameters) {
        Link {
            parameters = Map.copyOf(parameters);
        }

        /// A parameter's value.
        Optional<String> parameter(String name) {
            return Optional.ofNullable(parameters.get(name));
        }

        /// Whether it has a relation type, which ignore case.
        boolean relates(String type) {
            return parameter("rel").stream()
                    .flatMap(value -> List.of(value.split(" ", -1)).stream())
                    .anyMatch(type::equalsIgnoreCase);
        }
    }

    /// What a header field's value holds.
    ///
    /// @param links in order, those that could be read
    /// @param skipped how many could not
    record Links(List<Link> links, int skipped) {
        Links {
            links = List.copyOf(links);
        }
    }

    /// Reads one field value of any length and content.
    static Links parse(String value) {
        LinkHeader in = new LinkHeader(value);
        List<Link> links = new ArrayList<>();
        int skipped = 0;
        while (in.skipToElement()) {
            Link link = in.link();
            if (link == null) {
                skipped++;
                in.skipElement();
            } else {
                links.add(link);
            }
        }
        return new Links(links, skipped);
    }

    /// Empty elements are allowed (RFC 9110 §5.6.1.2).
    private boolean skipToElement() {
        while (at < text.length() && (blank(text.charAt(at)) || text.charAt(at) == ',')) {
            at++;
        }
        return at < text.length();
    }

    /// A comma in quotes ends nothing.
    private void skipElement() {
        boolean quoted = false;
        while (at < text.length() && (quoted || text.charAt(at) != ',')) {
            char c = text.charAt(at);
            if (quoted && c == '\\') {
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            }
            at++;
        }
    }

    private @Nullable Link link() {
        if (!take('<')) {
            return null;
        }
        int end = text.indexOf('>', at);
        if (end < 0) {
            return null;
        }
        String target = text.substring(at, end).strip();
        at = end + 1;
        Map<String, String> parameters = new LinkedHashMap<>();
        while (true) {
            skipBlanks();
            if (at >= text.length() || text.charAt(at) == ',') {
                return new Link(target, parameters);
            }
            if (!take(';')) {
                return null;
            }
            skipBlanks();
            if (!parameter(parameters)) {
                return null;
            }
        }
    }

    private boolean parameter(Map<String, String> parameters) {
        String name = token();
        if (name.isEmpty()) {
            // A semicolon too many harms nobody.
            return at >= text.length() || text.charAt(at) == ',' || text.charAt(at) == ';';
        }
        skipBlanks();
        String value = "";
        if (take('=')) {
            skipBlanks();
            String read = at < text.length() && text.charAt(at) == '"' ? quoted() : bare();
            if (read == null) {
                return false;
            }
            value = read;
        }
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
        return true;
    }

    private @Nullable String quoted() {
        StringBuilder value = new StringBuilder();
        int from = at + 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                at = i + 1;
                return value.toString();
            }
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = text.charAt(i);
            }
            value.append(c);
        }
        return null;
    }

    /// Servers leave quotes away where a value has characters that want them.
    private String bare() {
        int from = at;
        while (at < text.length() && ";, \t\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private String token() {
        int from = at;
        while (at < text.length() && tokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean tokenCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && blank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }
}
