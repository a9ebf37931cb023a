package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BroadcastPathTest {
    @ParameterizedTest
    @CsvSource({
        "live, live",
        "live/cam0, live/cam0",
        "live%2fcam0, live/cam0",
        "a+b, a+b",
        "%F0%9F%8E%A5, \uD83C\uDFA5",
        "...a, ...a",
        ".internals/a, .internals/a",
        "a/.internal, a/.internal"
    })
    void decodesNames(String raw, String name) {
        assertThat(BroadcastPath.parse(raw)).isEqualTo(new BroadcastPath.Valid(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a/",
                "/a",
                "a//b",
                ".",
                "..",
                "a/./b",
                "a/%2E%2E",
                ".internal",
                ".internal/origins/evil:443",
                "%2einternal/origins/evil:443",
                "%",
                "%4",
                "%zz",
                "%0a",
                "%7f",
                "%C2%85",
                "%C3",
                "%ED%A0%80",
                "é"
            })
    void refusesWhatIsNotAName(String raw) {
        assertThat(BroadcastPath.parse(raw)).isInstanceOf(BroadcastPath.Invalid.class);
    }

    @Test
    void boundsTheLengthInBytes() {
        assertThat(BroadcastPath.parse("a".repeat(256))).isInstanceOf(BroadcastPath.Valid.class);
        assertThat(BroadcastPath.parse("a".repeat(257))).isInstanceOf(BroadcastPath.Invalid.class);
        assertThat(BroadcastPath.parse("%C3%A9".repeat(129)))
                .isInstanceOf(BroadcastPath.Invalid.class);
    }

    @Test
    void survivesAnyText() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder raw = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                raw.append("%/.a0Fé\u0000".charAt(random.nextInt(8)));
            }
            if (BroadcastPath.parse(raw.toString()) instanceof BroadcastPath.Valid(String name)) {
                assertThat(name).isNotEmpty().doesNotContain("//");
            }
        }
    }
}
