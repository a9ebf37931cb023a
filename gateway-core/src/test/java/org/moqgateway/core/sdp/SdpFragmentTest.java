package org.moqgateway.core.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdpFragmentTest {
    /// The shape of RFC 9725 §4.3.2.
    private static final String TRICKLE =
            """
            a=group:BUNDLE 0 1
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            a=mid:0
            a=ice-ufrag:EsAw
            a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
            a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0
            a=candidate:473322822 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active
            a=end-of-candidates
            """;

    @Test
    void readsATrickleFragment() {
        SdpFragment fragment = parsed(TRICKLE);

        assertThat(fragment.bundle()).containsExactly("0", "1");
        assertThat(fragment.ufrag()).contains("EsAw");
        assertThat(fragment.anyIceParameters())
                .contains(new IceParameters("EsAw", "P2uYro0UCOQ4zxjKXaWCBui1"));
        assertThat(fragment.allCandidates())
                .extracting(Candidate::transport)
                .containsExactly("udp", "tcp");
        assertThat(fragment.anyEndOfCandidates()).isTrue();
    }

    @Test
    void writesWhatItRead() {
        assertThat(parsed(TRICKLE).write()).isEqualTo(TRICKLE.replace("\n", "\r\n"));
    }

    @Test
    void readsCredentialsAndCandidatesAtSessionLevel() {
        SdpFragment fragment =
                parsed(
                        """
                        a=ice-ufrag:abcd
                        a=ice-pwd:0123456789012345678901
                        a=candidate:1 1 udp 1 192.0.2.1 5 typ host
                        """);

        assertThat(fragment.ufrag()).contains("abcd");
        assertThat(fragment.anyIceParameters()).isPresent();
        assertThat(fragment.allCandidates()).hasSize(1);
        assertThat(fragment.anyEndOfCandidates()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "{}",
                "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n",
                "candidate:1 1 udp 1 192.0.2.1 5 typ host",
                "a=candidate:nonsense",
                "a=ice-ufrag:x",
                "m=audio\r\n",
                "a=mid:0\r\n\r\na=mid:1"
            })
    void refusesWhatIsNoFragment(String text) {
        assertThat(SdpFragment.parse(text)).isInstanceOf(SdpResult.Malformed.class);
    }

    private static SdpFragment parsed(String text) {
        return switch (SdpFragment.parse(text)) {
            case SdpResult.Parsed<SdpFragment> parsed -> parsed.value();
            case SdpResult.Malformed<SdpFragment> malformed ->
                    throw new AssertionError(malformed.describe());
        };
    }
}
