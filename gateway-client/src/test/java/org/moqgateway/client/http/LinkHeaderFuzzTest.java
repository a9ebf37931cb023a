package org.moqgateway.client.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Any characters are taken without an exception. `mvn test` replays the inputs that earlier
/// searches found; this searches for more:
///
///     export JAZZER_FUZZ=1 JAVA_TOOL_OPTIONS=-Djazzer.hooks=true
///     mvn -pl gateway-client test -Dtest='LinkHeaderFuzzTest#readsAnything'
class LinkHeaderFuzzTest {
    @FuzzTest
    void readsAnything(byte[] input) {
        String value = new String(input, StandardCharsets.ISO_8859_1);
        LinkHeader.Links read = LinkHeader.parse(value);
        if (read.links().size() + read.skipped() > value.length()) {
            throw new AssertionError("more links than characters");
        }
        if (IceLinks.of(List.of(value)).servers().size() > IceLinks.MOST) {
            throw new AssertionError("too many ICE servers");
        }
    }

    @FuzzTest
    void findsAReasonInAnything(byte[] input) {
        String body = new String(input, StandardCharsets.UTF_8);
        for (String type : List.of("application/problem+json", "text/plain")) {
            if (Reason.of(type, body).length() > Words.MOST + 1) {
                throw new AssertionError("a reason without bound");
            }
        }
    }
}
