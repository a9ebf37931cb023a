package org.moqgateway.moq.transport.webtransport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A list of strings as a structured field (RFC 9651 §3.1, §3.3.3), such as
/// `"moq-lite-05", "moq-lite-04"`. Parameters are skipped.
final class StringList {
    private static final int MAX_MEMBERS = 64;

    private final String text;
    private int position;

    private StringList(String text) {
        this.text = text;
    }

    /// Writes a list.
    ///
    /// @param members without quotes and backslashes, visible ASCII
    static String format(List<String> members) {
        StringBuilder out = new StringBuilder();
        for (String member : members) {
            out.append(out.isEmpty() ? "\"" : ", \"").append(member).append('"');
        }
        return out.toString();
    }

    /// Reads a list.
    ///
    /// @return empty when it is none, or has members other than strings
    static Optional<List<String>> parse(String text) {
        return new StringList(text).list();
    }

    private Optional<List<String>> list() {
        List<String> members = new ArrayList<>();
        skipBlanks();
        while (position < text.length()) {
            Optional<String> member = string();
            if (member.isEmpty() || members.size() == MAX_MEMBERS) {
                return Optional.empty();
            }
            members.add(member.get());
            skipParameters();
            skipBlanks();
            if (position < text.length() && text.charAt(position++) != ',') {
                return Optional.empty();
            }
            skipBlanks();
        }
        return Optional.of(members);
    }

    private Optional<String> string() {
        if (text.charAt(position) != '"') {
            return Optional.empty();
        }
        StringBuilder out = new StringBuilder();
        for (position++; position < text.length(); position++) {
            char next = text.charAt(position);
            if (next == '"') {
                position++;
                return Optional.of(out.toString());
            }
            if (next == '\\' && ++position == text.length()) {
                return Optional.empty();
            }
            out.append(text.charAt(position));
        }
        return Optional.empty();
    }

    private void skipParameters() {
        boolean quoted = false;
        if (position < text.length() && text.charAt(position) == ';') {
            while (position < text.length() && (quoted || text.charAt(position) != ',')) {
                quoted ^= text.charAt(position) == '"';
                position++;
            }
        }
    }

    private void skipBlanks() {
        while (position < text.length()
                && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
            position++;
        }
    }
}
