package org.moqgateway.moq.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.transport.ConnectionBudget.Lease;

class ConnectionBudgetTest {
    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    @Test
    void boundsTheConnectionsOfOneAddress() {
        ConnectionBudget budget = new ConnectionBudget(10, 2);
        Lease first = budget.take(address("192.0.2.1")).orElseThrow();
        Lease second = budget.take(address("192.0.2.1")).orElseThrow();
        assertThat(budget.take(address("192.0.2.1"))).isEmpty();
        assertThat(budget.take(address("192.0.2.2"))).isPresent();
        first.close();
        first.close();
        assertThat(budget.take(address("192.0.2.1"))).isPresent();
        assertThat(budget.take(address("192.0.2.1"))).as("given back once").isEmpty();
        second.close();
        assertThat(budget.open()).isEqualTo(2);
    }

    @Test
    void boundsAllConnections() {
        ConnectionBudget budget = new ConnectionBudget(2, 2);
        Lease lease = budget.take(address("192.0.2.1")).orElseThrow();
        assertThat(budget.take(address("192.0.2.2"))).isPresent();
        assertThat(budget.take(address("192.0.2.3"))).isEmpty();
        lease.close();
        assertThat(budget.take(address("192.0.2.3"))).isPresent();
    }

    @Test
    void countsAnIpv6NetworkAsOneAddress() {
        ConnectionBudget budget = new ConnectionBudget(10, 1);
        Lease lease = budget.take(address("2001:db8::1")).orElseThrow();
        assertThat(budget.take(address("2001:db8::ffff:1"))).isEmpty();
        assertThat(budget.take(address("2001:db8:0:1::1"))).isPresent();
        lease.close();
        assertThat(budget.addresses()).as("nobody is remembered").isEqualTo(1);
    }
}
