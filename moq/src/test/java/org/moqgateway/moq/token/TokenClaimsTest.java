package org.moqgateway.moq.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenClaimsTest {
    // Lists have their entries between bars; one bar alone is the list of the empty prefix, nothing
    // at all the empty list.
    @ParameterizedTest
    @CsvSource({
        // root, put, get, path, may publish, may subscribe
        "demo, my-stream|, |, demo, my-stream|, |",
        "rooms/123, alice|, |, /rooms/123/, alice|, |",
        "'', |, |, '', |, |",
        "'', |, |, any/where, |, |",
        "demo, , |, demo, , |",
        "demo, |, , demo, |, ",
        // A path below the root narrows.
        "demo, room|, |, demo/room, |, |",
        "demo, room/a|other|, , demo/room, a|, ",
        "demo, room|, |, demo/room/a, |, |",
        "demo, room|, |, demo/other, , |",
        "demo, room|, |, demo/roomy, , |",
        // A path above the root keeps the rest of the root.
        "demo, room|, |, '', demo/room|, demo|",
        "a/b/c, x|, |, a, b/c/x|, b/c|",
        "//demo//, /room/|, , demo, room|, "
    })
    void grantsBelowThePath(
            String root, String put, String get, String path, String publish, String subscribe)
            throws Exception {
        TokenClaims claims = TokenClaims.of(root, list(put), list(get));

        assertThat(claims.authorize(path))
                .isEqualTo(new TokenPermissions(list(publish), list(subscribe)));
    }

    @ParameterizedTest
    @CsvSource({
        "demo, |, |, other",
        "demo, |, |, demos",
        "demo, |, |, dem",
        "demo, room|, , demo/other",
        "demo, room|, a|, demo/b",
        "demo/room, |, |, demo/other"
    })
    void refusesAPathThatIsNotGranted(String root, String put, String get, String path) {
        TokenClaims claims = TokenClaims.of(root, list(put), list(get));

        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> claims.authorize(path))
                .extracting(TokenException::reason)
                .isEqualTo(TokenException.Reason.NO_ACCESS);
    }

    @ParameterizedTest
    @CsvSource({
        // scope's root and put, claims' root and put
        "demo, room|, demo, room|, true",
        "demo, room|, demo/room, |, true",
        "demo, room|, '', demo/room/a|, true",
        "demo, |, demo, a|b|, true",
        "'', |, any, where|, true",
        "demo, room|, demo, |, false",
        "demo, room|, demo, roomy|, false",
        "demo, room|, demo, room|other|, false",
        "demo, room|, other, room|, false"
    })
    void comparesAScopeByWholePaths(
            String scopeRoot, String scopePut, String root, String put, boolean allowed) {
        KeyScope scope = new KeyScope(scopeRoot, list(scopePut), List.of());

        assertThat(scope.allows(TokenClaims.of(root, list(put), List.of()))).isEqualTo(allowed);
    }

    @Test
    void keepsTheRolesOfAScopeApart() {
        KeyScope publisher = new KeyScope("a", List.of(""), List.of());

        assertThat(publisher.allows(TokenClaims.of("a", List.of(), List.of("")))).isFalse();
        assertThat(publisher.allows(TokenClaims.of("a", List.of("b"), List.of("")))).isFalse();
        assertThatThrownBy(() -> new KeyScope("a", List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> list(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        String[] parts = text.split("\\|", -1);
        return List.of(parts).subList(0, parts.length - 1);
    }
}
