package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidatePolicyTest {
    private final CandidatePolicy policy = new CandidatePolicy(false);

    private boolean connects(String address, int port) {
        return policy.takesConnection(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    /// A server that we ask could otherwise have us speak to others on our network.
    @ParameterizedTest
    @CsvSource({"10.0.0.5, 25", "10.0.0.5, 22", "8.8.8.8, 1023", "fd00::5, 111", "10.0.0.5, 1"})
    void refusesConnectionsToOtherServices(String address, int port) {
        assertThat(connects(address, port)).isFalse();
        assertThat(policy.refused()).singleElement().asString().contains("port " + port + "/tcp");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.5, 80", "8.8.8.8, 443", "10.0.0.5, 1024", "fd00::5, 50000"})
    void takesConnectionsToOrdinaryPortsAndThoseOfTheWeb(String address, int port) {
        assertThat(connects(address, port)).isTrue();
        assertThat(policy.refused()).isEmpty();
    }

    @Test
    void refusesConnectionsToForbiddenAddressesOnAnyPort() {
        assertThat(connects("169.254.169.254", 80)).isFalse();
        assertThat(connects("127.0.0.1", 8080)).isFalse();
        assertThat(policy.refused())
                .containsExactly("169.254.169.254 (link-local)", "127.0.0.1 (this machine)");
    }
}
