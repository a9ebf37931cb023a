package org.moqgateway.core.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnUriTest {

    @ParameterizedTest
    @CsvSource({
        "turn:example.org, example.org, 3478, UDP",
        "turn:example.org:80, example.org, 80, UDP",
        "turn:example.org?transport=udp, example.org, 3478, UDP",
        "turn:example.org?transport=tcp, example.org, 3478, TCP",
        "TURN:example.org:443?transport=TCP, example.org, 443, TCP",
        "turns:example.org, example.org, 5349, TLS",
        "turns:example.org:443?transport=tcp, example.org, 443, TLS",
        "turn:192.0.2.1, 192.0.2.1, 3478, UDP",
        "turn:[2001:db8::1]:5000, 2001:db8::1, 5000, UDP",
        "turns:[::1], ::1, 5349, TLS",
    })
    void readsTheUrisOfRfc7065(String uri, String host, int port, TurnTransport transport) {
        TurnUri.Parsed parsed = TurnUri.parse(uri);

        assertThat(parsed.uri()).isEqualTo(new TurnUri(host, port, transport));
        assertThat(parsed.problem()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org, must start with turn: or turns:",
        "'', must start with turn: or turns:",
        "stun:example.org, must start with turn: or turns:",
        "turn:, must be turn:host",
        "turn://example.org, must be turn:host",
        "turn:user@example.org, must be turn:host",
        "turn:example.org:, must be turn:host",
        "turn:example.org:0, port must be 1 to 65535",
        "turn:example.org:65536, port must be 1 to 65535",
        "turn:example.org:123456, must be turn:host",
        "turn:2001:db8::1, must be turn:host",
        "turn:example.org?transport=sctp, transport must be udp or tcp",
        "turns:example.org?transport=udp, transport must be tcp",
        "turn:example.org?transport=tcp&x=y, must be turn:host",
    })
    void saysWhatIsWrong(String uri, String why) {
        TurnUri.Parsed parsed = TurnUri.parse(uri);

        assertThat(parsed.uri()).isNull();
        assertThat(parsed.problem()).contains("\"" + uri + "\"").contains(why);
    }

    @Test
    void takesAnything() {
        Random random = new Random(1);
        String alphabet = "turns:[]?=&.0123abc\u0000 ü";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder("turn:");
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            TurnUri.Parsed parsed = TurnUri.parse(text.toString());
            assertThat(parsed.uri() == null).isNotEqualTo(parsed.problem() == null);
        }
    }
}
