package org.moqgateway.core.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one description or fragment, line by line; used once. The first fault ends the reading.
final class SdpParser {
    private static final int MAX_CHARS = 128 * 1024;
    private static final int MAX_LINES = 2048;
    private static final int MAX_MEDIA_SECTIONS = 32;
    private static final int MAX_FORMATS = 128;
    private static final String SESSION_LINES = "iuepcbtrzk";
    private static final String MEDIA_LINES = "icbk";

    private final String text;
    private final List<Attribute> sessionAttributes = new ArrayList<>();
    private final List<MediaSection> media = new ArrayList<>();
    private @Nullable OpenSection open;
    private @Nullable SdpOrigin origin;
    private boolean timeSeen;

    private int lineNumber;
    private String line = "";
    private String fault = "";

    SdpParser(String text) {
        this.text = text;
    }

    SdpResult<SessionDescription> description() {
        read(false);
        SdpOrigin read = origin;
        if (fault.isEmpty() && (read == null || !timeSeen)) {
            lineNumber = 0;
            fault = "the description ends before its v=, o=, s= and t= lines are complete";
        }
        return !fault.isEmpty() || read == null
                ? new SdpResult.Malformed<>(lineNumber, SdpText.excerpt(line), fault)
                : new SdpResult.Parsed<>(new SessionDescription(read, sessionAttributes, media));
    }

    SdpResult<SdpFragment> fragment() {
        read(true);
        if (fault.isEmpty() && sessionAttributes.isEmpty() && media.isEmpty()) {
            lineNumber = 0;
            fault = "the fragment is empty";
        }
        return fault.isEmpty()
                ? new SdpResult.Parsed<>(new SdpFragment(sessionAttributes, media))
                : new SdpResult.Malformed<>(lineNumber, SdpText.excerpt(line), fault);
    }

    private void read(boolean isFragment) {
        if (text.length() > MAX_CHARS) {
            fault = "longer than " + MAX_CHARS + " characters";
            return;
        }
        int end = contentEnd();
        for (int at = 0; at < end && fault.isEmpty(); ) {
            int newline = text.indexOf('\n', at);
            int next = newline < 0 || newline > end ? end : newline;
            boolean carriageReturn = next > at && text.charAt(next - 1) == '\r';
            line = text.substring(at, carriageReturn ? next - 1 : next);
            lineNumber++;
            readLine(isFragment);
            at = next + 1;
        }
        closeSection();
    }

    /// The end of the last line that is not blank: many senders close with an empty line.
    private int contentEnd() {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return end;
    }

    private void readLine(boolean isFragment) {
        if (lineNumber > MAX_LINES) {
            fault = "more than " + MAX_LINES + " lines";
        } else if (!SdpText.isPrintable(line)) {
            fault = "control character";
        } else if (line.length() < 2 || line.charAt(1) != '=') {
            fault = "expected <letter>=<value>";
        } else if (!isFragment && lineNumber <= 3) {
            readPreamble();
        } else {
            readBody(isFragment, line.charAt(0), line.substring(2));
        }
    }

    /// `v=`, `o=` and `s=` stand first and in this order (RFC 8866 §5).
    private void readPreamble() {
        String value = line.substring(2);
        char expected = "vos".charAt(lineNumber - 1);
        if (line.charAt(0) != expected) {
            fault = "expected " + expected + "=";
        } else if (expected == 'v' && !value.equals("0")) {
            fault = "the only version is 0";
        } else if (expected == 'o') {
            origin = SdpOrigin.parse(value).orElse(null);
            fault = origin == null ? "expected six words" : "";
        }
    }

    private void readBody(boolean isFragment, char letter, String value) {
        OpenSection section = open;
        if (letter == 'a') {
            readAttribute(section == null ? sessionAttributes : section.attributes, value);
        } else if (letter == 'm') {
            closeSection();
            openSection(value, isFragment);
        } else if (section != null && letter == 'c') {
            section.connection = value;
        } else {
            String known = section != null ? MEDIA_LINES : isFragment ? "c" : SESSION_LINES;
            fault = known.indexOf(letter) < 0 ? "unexpected " + letter + "=" : "";
            timeSeen |= letter == 't';
        }
    }

    private void readAttribute(List<Attribute> into, String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        Attribute attribute = new Attribute(name, colon < 0 ? "" : text.substring(colon + 1));
        fault = SdpText.isToken(name) ? AttributeSyntax.fault(attribute) : "no attribute name";
        into.add(attribute);
    }

    private void openSection(String value, boolean isFragment) {
        List<String> words = SdpText.words(value);
        int slash = words.size() > 1 ? words.get(1).indexOf('/') : -1;
        String port =
                words.size() < 3 ? "" : slash < 0 ? words.get(1) : words.get(1).substring(0, slash);
        int number = (int) SdpText.number(port, 65_535);
        if (number < 0 || !SdpText.isToken(words.getFirst())) {
            fault = "expected <media> <port> <protocol> <format>…";
        } else if (media.size() >= MAX_MEDIA_SECTIONS) {
            fault = "more than " + MAX_MEDIA_SECTIONS + " media sections";
        } else if (!isFragment && !timeSeen) {
            fault = "t= is missing before the first media section";
        } else {
            open = new OpenSection(words, number);
            fault = formatFault(words, number);
        }
    }

    /// A rejected section without any format is against the grammar, yet servers in the wild write
    /// it.
    private static String formatFault(List<String> words, int port) {
        List<String> formats = words.subList(3, words.size());
        boolean rtp = words.get(2).contains("RTP/");
        if (formats.isEmpty() && port != 0) {
            return "no format";
        }
        if (formats.size() > MAX_FORMATS) {
            return "more than " + MAX_FORMATS + " formats";
        }
        return rtp && formats.stream().anyMatch(format -> SdpText.number(format, 127) < 0)
                ? "a payload type is a number up to 127"
                : "";
    }

    private void closeSection() {
        if (open != null) {
            media.add(open.close());
            open = null;
        }
    }

    /// The media section that is being read.
    private static final class OpenSection {
        private final List<String> words;
        private final int port;
        private final List<Attribute> attributes = new ArrayList<>();
        private String connection = "";

        OpenSection(List<String> words, int port) {
            this.words = words;
            this.port = port;
        }

        MediaSection close() {
            return new MediaSection(
                    words.getFirst(),
                    port,
                    words.get(2),
                    words.subList(3, words.size()),
                    connection,
                    attributes);
        }
    }
}
