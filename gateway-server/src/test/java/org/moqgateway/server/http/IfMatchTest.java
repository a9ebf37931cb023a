package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IfMatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    "abc"              | HOLDS
                    *                  | HOLDS
                    "*"                | HOLDS
                    "x", "abc"         | HOLDS
                    "x","abc","y"      | HOLDS
                    ,  "abc"           | HOLDS
                    "x"                | FAILED
                    W/"abc"            | FAILED
                    W/"x", "abc"       | HOLDS
                    abc                | FAILED
                    "abc               | FAILED
                    "ABC"              | FAILED
                    ""                 | FAILED
                    "x" "abc"          | FAILED
                    """)
    void comparesStrongly(String field, IfMatch expected) {
        assertThat(IfMatch.evaluate(List.of(field), "abc")).isEqualTo(expected);
    }

    @Test
    void readsSeveralFieldLinesAsOneList() {
        assertThat(IfMatch.evaluate(List.of("\"x\"", "\"abc\""), "abc")).isEqualTo(IfMatch.HOLDS);
    }

    @Test
    void tellsAMissingFieldFromAnEmptyOne() {
        assertThat(IfMatch.evaluate(List.of(), "abc")).isEqualTo(IfMatch.MISSING);
        assertThat(IfMatch.evaluate(List.of(""), "abc")).isEqualTo(IfMatch.FAILED);
    }

    @Test
    void readsAnyTextInLinearTime() {
        String hostile = "\"x\",".repeat(20_000) + "\"";

        assertThat(IfMatch.evaluate(List.of(hostile), "abc")).isEqualTo(IfMatch.FAILED);
    }
}
