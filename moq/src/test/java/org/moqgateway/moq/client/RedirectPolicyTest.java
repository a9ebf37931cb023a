package org.moqgateway.moq.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedirectPolicyTest {
    private static final URI PRESENT = URI.create("https://relay.example/anon?jwt=x");

    @Test
    void followsWithinTheHost() {
        assertThat(RedirectPolicy.SAME_HOST.follow(PRESENT, "https://Relay.Example:4444/b"))
                .contains(URI.create("https://Relay.Example:4444/b"));
        assertThat(RedirectPolicy.SAME_HOST.follow(PRESENT, "wss://relay.example/b")).isPresent();
        assertThat(RedirectPolicy.SAME_HOST.follow(PRESENT, "/other?jwt=y"))
                .contains(URI.create("https://relay.example/other?jwt=y"));
        assertThat(RedirectPolicy.SAME_HOST.follow(PRESENT, "https://169.254.169.254/")).isEmpty();
    }

    @Test
    void neverLeavesTheFamilyOfItsScheme() {
        for (String offered :
                List.of(
                        "http://relay.example/",
                        "ws://relay.example/",
                        "tcp://relay.example:1",
                        "file:///etc/passwd",
                        "moqt://relay.example",
                        "https://user@relay.example/",
                        "mailto:a@b",
                        "https://relay.example:99999/",
                        "https://relay.example:0/",
                        " ",
                        "http://[broken")) {
            assertThat(RedirectPolicy.ANY_HOST.follow(PRESENT, offered)).as(offered).isEmpty();
        }
        assertThat(RedirectPolicy.ANY_HOST.follow(PRESENT, "https://other.example/")).isPresent();
    }
}
