package org.moqgateway.core.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 1 UDP 2130706431 198.51.100.1 39132 typ host",
                "1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw"
                        + " network-id 1",
                "473322822 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active generation 0",
                "842163049 1 udp 1677729535 203.0.113.7 40000 typ srflx raddr 0.0.0.0 rport 0",
                "a+/0 1 udp 2113937151 8f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f0.local 53124 typ host",
                "7 256 udp 0 2001:db8::1 0 typ relay"
            })
    void writesWhatItRead(String value) {
        assertThat(Candidate.parse(value).orElseThrow().text()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1 1 udp 1 192.0.2.1 5 typ",
                "1 1 udp 1 192.0.2.1 5 type host",
                "1 0 udp 1 192.0.2.1 5 typ host",
                "1 257 udp 1 192.0.2.1 5 typ host",
                "1 1 udp 4294967296 192.0.2.1 5 typ host",
                "1 1 udp -1 192.0.2.1 5 typ host",
                "1 1 udp 1 192.0.2.1 65536 typ host",
                "a:b 1 udp 1 192.0.2.1 5 typ host",
                "123456789012345678901234567890123 1 udp 1 192.0.2.1 5 typ host"
            })
    void refusesWhatIsNoCandidate(String value) {
        assertThat(Candidate.parse(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 1 tcp 1 192.0.2.1 9 typ host tcptype active",
                "1 2 udp 1 192.0.2.1 5 typ host",
                "1 1 udp 1 192.0.2.1 0 typ host",
                "1 1 udp 1 example.com 5 typ host",
                "1 1 udp 1 8f1c2d3e.local 5 typ host",
                "1 1 udp 1 999.0.2.1 5 typ host",
                "1 1 udp 1 1:2:3 5 typ host",
                "1 1 udp 1 fe80::1%eth0 5 typ host"
            })
    void givesNoAddressForWhatCannotBeReached(String value) {
        assertThat(Candidate.parse(value).orElseThrow().udpAddress()).isEmpty();
    }

    @Test
    void givesTheAddressOfLiterals() {
        assertThat(Candidate.parse("1 1 UDP 1 192.0.2.1 5 typ host").orElseThrow().udpAddress())
                .contains(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5));
        assertThat(Candidate.parse("1 1 udp 1 2001:db8::7 6 typ srflx").orElseThrow().udpAddress())
                .contains(new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 6));
    }

    @Test
    void makesHostCandidatesInOrderOfPreference() {
        Candidate first =
                Candidate.host(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 8088), 0);
        Candidate second =
                Candidate.host(new InetSocketAddress(InetAddress.ofLiteral("::1"), 8088), 1);

        assertThat(first.text()).isEqualTo("1 1 udp 2130706431 192.0.2.1 8088 typ host");
        assertThat(second.text()).isEqualTo("2 1 udp 2130706175 0:0:0:0:0:0:0:1 8088 typ host");
        assertThat(List.of(first, second))
                .allSatisfy(
                        candidate ->
                                assertThat(Candidate.parse(candidate.text())).contains(candidate));
    }
}
