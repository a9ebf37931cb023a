package org.moqgateway.moq.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTargetTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "https://a.example, none, https://a.example/, 1",
                "https://a.example/?cost=7, none, https://a.example/, 7",
                "https://a.example/b?x=1&cost=0&y=2, none, https://a.example/b?x=1&y=2, 0",
                "https://a.example/b, t.o.k, https://a.example/b?jwt=t.o.k, 1",
                "https://a.example/b?jwt=m.i.n, t.o.k, https://a.example/b?jwt=m.i.n, 1",
                "https://a.example/b?jwt=, t.o.k, https://a.example/b?jwt=t.o.k, 1",
            })
    void keepsTheCostToItselfAndAddsATokenWhereNoneIs(
            String url, @Nullable String token, String dialled, long cost) {
        assertThat(LinkTarget.node(URI.create(url), token))
                .isEqualTo(new LinkTarget(URI.create(dialled), cost, true));
    }

    @Test
    void namesThePeerWithoutItsToken() {
        assertThat(LinkTarget.of(URI.create("https://a.example:1/b?jwt=s.e.c")).name())
                .isEqualTo("https://a.example:1/b");
    }

    @Test
    void refusesACostThatIsNone() {
        assertThatThrownBy(() -> LinkTarget.of(URI.create("https://a.example/?cost=dear")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
