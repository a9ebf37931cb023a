package org.moqgateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostAddressesTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1 192.0.2.2 2001:db8::1, 2001:db8::1 192.0.2.1 192.0.2.2",
        "192.0.2.1 2001:db8::1 2001:db8::2, 2001:db8::1 192.0.2.1 2001:db8::2",
        "192.0.2.1 192.0.2.2, 192.0.2.1 192.0.2.2",
        "2001:db8::1, 2001:db8::1",
    })
    void takesBothFamiliesInTurn(String some, String inTurn) {
        assertThat(HostAddresses.inTurn(literals(some))).isEqualTo(literals(inTurn));
    }

    private static List<InetAddress> literals(String text) {
        return Arrays.stream(text.split(" ")).map(InetAddress::ofLiteral).toList();
    }
}
