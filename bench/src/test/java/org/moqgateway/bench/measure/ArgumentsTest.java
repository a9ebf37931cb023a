package org.moqgateway.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments read(String... arguments) {
        return Arguments.read(List.of(arguments), Set.of("json"), Set.of("server", "viewers"));
    }

    @Test
    void readsFlagsAndValuesAndTakesTheLast() {
        Arguments given = read("--json", "--viewers", "3", "--viewers", "4");

        assertThat(given.has("json")).isTrue();
        assertThat(given.number("viewers", 1)).isEqualTo(4);
        assertThat(given.values("viewers")).containsExactly("3", "4");
        assertThat(given.value("server")).isEmpty();
    }

    @Test
    void readsBitratesAndLists() {
        assertThat(read("--server", "2.5M").bitrateBps("server", "1")).isEqualTo(2_500_000);
        assertThat(read("--server", "800k").bitrateBps("server", "1")).isEqualTo(800_000);
        assertThat(read().bitrateBps("server", "7")).isEqualTo(7);
        assertThat(read("--viewers", "1,20").numbers("viewers", "5")).containsExactly(1L, 20L);
        assertThat(read().numbers("viewers", "5,6")).containsExactly(5L, 6L);
    }

    @Test
    void namesWhatIsWrong() {
        assertThatThrownBy(() -> read("--vewers", "3")).hasMessage("cannot use --vewers");
        assertThatThrownBy(() -> read("--viewers")).hasMessage("cannot use --viewers");
        assertThatThrownBy(() -> read("--viewers", "none").number("viewers", 1))
                .hasMessage("--viewers is no number: none");
        assertThatThrownBy(() -> read("--viewers", "0").number("viewers", 1))
                .hasMessage("--viewers must be at least 1: 0");
        assertThatThrownBy(() -> read("--server", "fast").bitrateBps("server", "1"))
                .hasMessage("--server is no bitrate: fast");
    }
}
