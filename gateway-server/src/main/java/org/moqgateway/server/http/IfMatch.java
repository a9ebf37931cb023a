package org.moqgateway.server.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `If-Match` precondition of RFC 9110 §13.1.1, as RFC 9725 §4.3.1 uses it: a trickle names the
/// ICE session it belongs to by its entity-tag, a restart writes `*`.
enum IfMatch {
    /// No `If-Match` at all: 428.
    MISSING,
    /// Names another ICE session, or nothing that can be read: 412.
    FAILED,
    /// Names the present ICE session, or any.
    HOLDS;

    private static final Pattern ELEMENT =
            Pattern.compile("\\G[ \\t]*(?:(W/)?\"([^\"]*)\"|(\\*))?[ \\t]*(?:,|$)");

    /// Compares strongly: a weak tag never matches.
    ///
    /// @param fieldLines the values of every `If-Match` line
    /// @param etag the present opaque tag without quotes
    static IfMatch evaluate(List<String> fieldLines, String etag) {
        if (fieldLines.isEmpty()) {
            return MISSING;
        }
        Matcher matcher = ELEMENT.matcher(String.join(",", fieldLines));
        while (matcher.find()) {
            String tag = matcher.group(2);
            // RFC 9725 §4.3.3 shows the asterisk in quotes in its example, and clients copy it.
            boolean any = matcher.group(3) != null || "*".equals(tag);
            if (any || (matcher.group(1) == null && etag.equals(tag))) {
                return HOLDS;
            }
            if (matcher.end() == matcher.regionEnd()) {
                break;
            }
        }
        return FAILED;
    }
}
