package org.moqgateway.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.client.http.LinkHeader.Link;
import org.moqgateway.client.http.LinkHeader.Links;
import org.moqgateway.core.ice.IceServer;

class LinkHeaderTest {
    /// The example of RFC 9725 §4.6.
    private static final String TURN =
            "<turn:turn.example.net?transport=udp>; rel=\"ice-server\"; username=\"user\";"
                    + " credential=\"myPassword\"; credential-type=\"password\"";

    private static List<Link> links(String value) {
        Links read = LinkHeader.parse(value);
        assertThat(read.skipped()).isZero();
        return read.links();
    }

    @Test
    void readsTheExampleOfTheRfc() {
        assertThat(links(TURN))
                .containsExactly(
                        new Link(
                                "turn:turn.example.net?transport=udp",
                                Map.of(
                                        "rel", "ice-server",
                                        "username", "user",
                                        "credential", "myPassword",
                                        "credential-type", "password")));
    }

    @Test
    void readsSeveralLinksOfOneField() {
        assertThat(links("<a>; rel=x, <b>;rel=\"y\" ,, <c>"))
                .containsExactly(
                        new Link("a", Map.of("rel", "x")),
                        new Link("b", Map.of("rel", "y")),
                        new Link("c", Map.of()));
    }

    @Test
    void readsQuotedCommasSemicolonsAndQuotes() {
        assertThat(links("<a>; credential=\"a, <b>; \\\"c\\\" \\\\ d\"; rel=x"))
                .containsExactly(
                        new Link("a", Map.of("credential", "a, <b>; \"c\" \\ d", "rel", "x")));
    }

    @Test
    void readsLooseForms() {
        assertThat(links(" < a > ;REL = x ; flag ;; rel=y;"))
                .containsExactly(new Link("a", Map.of("rel", "x", "flag", "")));
        assertThat(links("<a>; username=1700:me@b/c=; rel=x"))
                .containsExactly(new Link("a", Map.of("username", "1700:me@b/c=", "rel", "x")));
    }

    @Test
    void goesOnBehindALinkThatCannotBeRead() {
        Links read = LinkHeader.parse("nothing; a=\"x, y\", <a; b, <b>; rel=\"open, <c>; rel=z");

        assertThat(read.links()).extracting(Link::target).doesNotContain("nothing");
        assertThat(read.skipped()).isPositive();
        assertThat(LinkHeader.parse("x, <b>; rel=y").links())
                .containsExactly(new Link("b", Map.of("rel", "y")));
        assertThat(LinkHeader.parse("<a> junk, <b>; rel=y").links())
                .containsExactly(new Link("b", Map.of("rel", "y")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ice-server", "ICE-Server", "next ice-server", "ice-server  prev"})
    void relationTypesAreWordsOfAnyCase(String rel) {
        assertThat(links("<a>; rel=\"" + rel + "\"").getFirst().relates("ice-server")).isTrue();
        assertThat(links("<a>; rel=\"" + rel + "x\"").getFirst().relates("ice-serve")).isFalse();
    }

    @Test
    void takesEveryPrefixAndAnythingElse() {
        for (int i = 0; i < TURN.length(); i++) {
            assertThat(LinkHeader.parse(TURN.substring(0, i)).links().size()).isLessThan(2);
        }
        Random random = new Random(5);
        String alphabet = "<>;,=\"\\ \tab\u00ff\u0000";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(30); j > 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Links read = LinkHeader.parse(text.toString());
            assertThat(read.links().size() + read.skipped()).isLessThanOrEqualTo(text.length());
        }
    }

    @Test
    void keepsEightIceServers() {
        assertThat(servers((TURN + ", ").repeat(20), TURN)).hasSize(8);
    }

    private static List<IceServer> servers(String... fields) {
        return IceLinks.of(List.of(fields)).servers();
    }

    @Test
    void countsWhatCannotBeUsedAndTellsTheFirst() {
        IceLinks.Found found =
                IceLinks.of(List.of(TURN, "<stun>;rel=ice-server, ".repeat(3000) + "junk"));

        assertThat(found.servers()).hasSize(1);
        assertThat(found.unusable()).isEqualTo(3001);
        assertThat(found.fault()).isEqualTo("stun is neither STUN nor TURN");
        assertThat(IceLinks.of(List.of(TURN)).unusable()).isZero();
    }

    @Test
    void keepsCredentialsForTurnAlone() {
        assertThat(
                        servers(
                                "<STUN:stun.example.net>; rel=ice-server; username=u;"
                                        + " credential=p",
                                "<turns:t.example.net:443?transport=tcp>; rel=ice-server;"
                                        + " username=u; credential=\"\""))
                .containsExactly(
                        new IceServer("STUN:stun.example.net", null, null),
                        new IceServer("turns:t.example.net:443?transport=tcp", "u", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<stun:a.example>",
                "<stun:a.example>; rel=other",
                "<stun:a.example>; rel=\"urn:ietf:params:whip:ext:x\"",
                "<https://a.example>; rel=ice-server",
                "<javascript:x>; rel=ice-server",
                "<stun:>; rel=ice-server",
                "<stun>; rel=ice-server",
                "<stun:a b>; rel=ice-server",
                "<stun:a\u00e4>; rel=ice-server",
                "<>; rel=ice-server",
                "<turn:a.example>; rel=ice-server",
                "<turn:a.example>; rel=ice-server; username=u",
                "<turn:a.example>; rel=ice-server; username=u; credential=p;"
                        + " credential-type=oauth",
                "stun:a.example; rel=ice-server"
            })
    void leavesOutWhatIsNoUsableIceServer(String value) {
        assertThat(servers(value)).isEmpty();
        assertThat(servers(value + ", " + TURN)).hasSize(1);
    }

    @Test
    void leavesOutAnIceServerOfAnyLength() {
        assertThat(servers("<stun:" + "a".repeat(5000) + ">; rel=ice-server")).isEmpty();
    }
}
