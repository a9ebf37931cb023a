package org.moqgateway.core.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.negotiation.NegotiationResult.Reason;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;

class IceUpdateTest {
    private static final IceParameters CURRENT =
            new IceParameters("EsAw", "bP+XJMM09aR8AiX1jdukzR6Y");

    private static String fragment(String ufrag, String password) {
        return """
        a=ice-options:trickle ice2
        a=group:BUNDLE 0 1
        m=audio 9 UDP/TLS/RTP/SAVPF 111
        a=mid:0
        a=ice-ufrag:%s
        a=ice-pwd:%s
        a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0
        a=candidate:3471623853 1 udp 2122194687 198.51.100.2 61765 typ host generation 0
        a=candidate:473322822 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active
        a=candidate:473322823 1 udp 2122260223 8f1c2d3e.local 61766 typ host
        """
                .formatted(ufrag, password);
    }

    @Test
    void takesKnownCredentialsForTrickling() {
        IceUpdate update = IceUpdate.read(fragment("EsAw", CURRENT.password()), CURRENT);

        assertThat(update)
                .isInstanceOfSatisfying(
                        IceUpdate.Trickled.class,
                        trickled -> assertThat(trickled.endOfCandidates()).isFalse());
    }

    @Test
    void dropsCandidatesThatItCannotUseInSilence() {
        IceUpdate update = IceUpdate.read(fragment("EsAw", CURRENT.password()), CURRENT);

        assertThat(update)
                .isInstanceOfSatisfying(
                        IceUpdate.Trickled.class,
                        trickled ->
                                assertThat(trickled.candidates())
                                        .extracting(Candidate::port)
                                        .containsExactly(61_764, 61_765));
    }

    @Test
    void takesTheExampleOfTheRfcWithItsOwnPasswordForTrickling() {
        // RFC 9725 §4.3.2 shows a password that is not the one of its offer.
        assertThat(IceUpdate.read(fragment("EsAw", "P2uYro0UCOQ4zxjKXaWCBui1"), CURRENT))
                .isInstanceOf(IceUpdate.Trickled.class);
    }

    @Test
    void takesNewCredentialsForARestart() {
        assertThat(IceUpdate.read(fragment("ysXw", "vw5LmwG4y/e6dPP/zAP9Gp5k"), CURRENT))
                .isInstanceOfSatisfying(
                        IceUpdate.Restart.class,
                        restart -> {
                            assertThat(restart.remoteIce())
                                    .isEqualTo(
                                            new IceParameters("ysXw", "vw5LmwG4y/e6dPP/zAP9Gp5k"));
                            assertThat(restart.candidates()).hasSize(2);
                        });
    }

    @Test
    void readsTheEndOfCandidatesWithoutCredentials() {
        assertThat(IceUpdate.read("m=audio 9 RTP/AVP 0\na=mid:0\na=end-of-candidates\n", CURRENT))
                .isInstanceOfSatisfying(
                        IceUpdate.Trickled.class,
                        trickled -> {
                            assertThat(trickled.endOfCandidates()).isTrue();
                            assertThat(trickled.candidates()).isEmpty();
                        });
    }

    @Test
    void refusesARestartWithoutPassword() {
        assertThat(IceUpdate.read("a=ice-ufrag:ysXw\r\n", CURRENT))
                .isInstanceOfSatisfying(
                        IceUpdate.Refused.class,
                        refused ->
                                assertThat(refused.reason()).isEqualTo(Reason.UNPROCESSABLE_OFFER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"candidate\":\"\"}", "a=candidate:x", "a=ice-ufrag:é é"})
    void refusesWhatIsNoFragment(String text) {
        assertThat(IceUpdate.read(text, CURRENT))
                .isInstanceOfSatisfying(
                        IceUpdate.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED_SDP));
    }

    @Test
    void readsOrRefusesEveryPrefix() {
        String fragment = fragment("ysXw", "vw5LmwG4y/e6dPP/zAP9Gp5k");
        for (int end = 0; end < fragment.length(); end++) {
            assertThat(IceUpdate.read(fragment.substring(0, end), CURRENT)).isNotNull();
        }
    }

    @Test
    void answersARestartWithTheAttributesOfTheAnswer() {
        NegotiatedSession session = Offers.ingest(Offers.read(Offers.BUNDLE_ONLY)).session();
        IceParameters renewed =
                new IceParameters("289b31b754eaa438", "0b66f472495ef0ccac7bda653ab6be49");
        String answer = IceUpdate.answerRestart(session, renewed, Offers.LOCAL.candidates());

        assertThat(answer)
                .isEqualTo(
                        """
                        a=ice-lite
                        a=ice-options:trickle ice2
                        a=group:BUNDLE 0 1
                        m=audio 9 UDP/TLS/RTP/SAVPF 111
                        a=mid:0
                        a=ice-ufrag:289b31b754eaa438
                        a=ice-pwd:0b66f472495ef0ccac7bda653ab6be49
                        a=candidate:1 1 udp 2130706431 198.51.100.1 8088 typ host
                        a=candidate:2 1 udp 2130706175 2001:db8:0:0:0:0:0:1 8088 typ host
                        a=end-of-candidates
                        """
                                .replace("\n", "\r\n"));
        assertThat(IceUpdate.read(answer, CURRENT)).isInstanceOf(IceUpdate.Restart.class);
    }
}
