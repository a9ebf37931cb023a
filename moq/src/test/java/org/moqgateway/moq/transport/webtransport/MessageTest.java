package org.moqgateway.moq.transport.webtransport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests, answers and the lists of strings in them.
final class MessageTest {
    @Test
    void readsListsOfStrings() {
        assertThat(StringList.parse("\"moq-lite-05\", \"moq-lite-04\""))
                .isEqualTo(Optional.of(List.of("moq-lite-05", "moq-lite-04")));
        assertThat(StringList.parse("  \"a\";q=1;w=\"x,y\",\t\"b\\\"\\\\\" "))
                .isEqualTo(Optional.of(List.of("a", "b\"\\")));
        assertThat(StringList.parse("")).isEqualTo(Optional.of(List.of()));
        assertThat(StringList.format(List.of("a", "b"))).isEqualTo("\"a\", \"b\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\"a", "\"a\" \"b\"", "\"a\\", "(\"a\")", "\"a\", 1", ",\"a\""})
    void refusesOtherLists(String text) {
        assertThat(StringList.parse(text)).isEmpty();
    }

    @Test
    void refusesEndlessLists() {
        assertThat(StringList.parse("\"a\",".repeat(65) + "\"a\"")).isEmpty();
    }

    @Test
    void choosesByTheClientsTaste() throws Exception {
        Message message =
                Message.of(
                        List.of(
                                new Field("wt-available-protocols", "\"x\", \"b\""),
                                new Field("wt-available-protocols", "\"a\", \"b\"")));
        assertThat(message.commonProtocols(List.of("a", "b", "c"))).containsExactly("b", "a");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:4443, localhost",
        "localhost, localhost",
        "[::1]:443, [::1]",
        "[::1], [::1]",
    })
    void readsTheHost(String authority, String host) throws Exception {
        assertThat(Message.of(List.of(new Field(":authority", authority))).host()).isEqualTo(host);
    }

    @Test
    void knowsBothTokens() throws Exception {
        for (String token : List.of("webtransport", "webtransport-h3")) {
            assertThat(
                            Message.of(
                                            List.of(
                                                    new Field(":method", "CONNECT"),
                                                    new Field(":protocol", token)))
                                    .asksForSession())
                    .isTrue();
        }
        assertThat(Message.of(List.of(new Field(":method", "GET"))).asksForSession()).isFalse();
    }

    @Test
    void refusesMalformedMessages() {
        List<List<Field>> malformed =
                List.of(
                        List.of(new Field("a", "b"), new Field(":path", "/")),
                        List.of(new Field(":path", "/"), new Field(":path", "/")),
                        List.of(new Field("Upper", "b")),
                        List.of(new Field("", "b")),
                        List.of(new Field("a b", "c")),
                        List.of(new Field("a", "line\r\nbreak")));
        for (List<Field> fields : malformed) {
            assertThatThrownBy(() -> Message.of(fields)).isInstanceOf(Http3Exception.class);
        }
    }

    @Test
    void tellsTheOriginOfAPage() throws Exception {
        assertThat(Message.of(List.of(new Field("origin", "https://a.example"))).origin())
                .isEqualTo("https://a.example");
        assertThat(Message.of(List.of(new Field(":path", "/"))).origin()).isNull();
    }

    @Test
    void asksForATokenWith401Alone() throws Exception {
        assertThat(Message.of(Message.refused(401)).fields())
                .containsEntry(":status", "401")
                .containsEntry("www-authenticate", "Bearer");
        assertThat(Message.of(Message.refused(403)).fields()).containsOnlyKeys(":status");
    }

    @Test
    void readsTheAnswer() throws Exception {
        Message answer = Message.of(Message.accepted("moq-lite-05"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.agreedProtocol()).contains("moq-lite-05");
        assertThat(Message.of(List.of(new Field(":status", "2x"))).status()).isZero();
    }
}
