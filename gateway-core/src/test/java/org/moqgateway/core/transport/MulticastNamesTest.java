package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MulticastNamesTest {

    /// Answers of other networks are none (RFC 6762 §11).
    @ParameterizedTest
    @CsvSource({
        "192.168.1.77, 192.168.1.2, 24, true",
        "192.168.2.77, 192.168.1.2, 24, false",
        "192.168.2.77, 192.168.1.2, 22, true",
        "192.168.1.2, 192.168.1.2, 32, true",
        "192.168.1.3, 192.168.1.2, 32, false",
        "203.0.113.9, 192.168.1.2, 24, false",
        "203.0.113.9, 192.168.1.2, 0, false",
        "fe80::77, fe80::1, 64, true",
        "2001:db8::1, fe80::1, 64, false",
        "192.168.1.77, fe80::1, 64, false",
    })
    void tellsWhoIsOnOurLink(String source, String ours, int bits, boolean near) {
        assertThat(
                        MulticastNames.near(
                                InetAddress.ofLiteral(source), InetAddress.ofLiteral(ours), bits))
                .isEqualTo(near);
    }
}
