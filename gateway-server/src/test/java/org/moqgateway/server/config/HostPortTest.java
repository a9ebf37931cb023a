package org.moqgateway.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "localhost:8088, localhost, 8088, localhost",
        "[::]:8088, ::, 8088, localhost",
        "0.0.0.0:1, 0.0.0.0, 1, localhost",
        "[::1]:0, ::1, 0, [::1]",
        "[fe80::1%eth0]:65535, fe80::1%eth0, 65535, [fe80::1%eth0]"
    })
    void readsAndPrintsTheSameAddress(String text, String host, int port, String urlHost) {
        HostPort address = HostPort.parse(text).orElseThrow();

        assertThat(address).isEqualTo(new HostPort(host, port));
        assertThat(address).hasToString(text);
        assertThat(address.urlHost()).isEqualTo(urlHost);
    }
}
