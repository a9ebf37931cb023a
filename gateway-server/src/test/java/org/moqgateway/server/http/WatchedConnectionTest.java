package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.WatchedConnection.Finding.FINE;
import static org.moqgateway.server.http.WatchedConnection.Finding.STILL_THERE;
import static org.moqgateway.server.http.WatchedConnection.Finding.TOO_SLOW;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchedConnectionTest {
    private static final Duration DEADLINE = Duration.ofNanos(100);

    private final WatchedConnection connection = new WatchedConnection(new AddressKey("x"), 0);

    @Test
    void givesANewConnectionUntilTheDeadlineHoweverBytesDrip() {
        assertThat(connection.look(0, 50, DEADLINE)).isEqualTo(FINE);
        assertThat(connection.look(30, 99, DEADLINE)).isEqualTo(FINE);
        assertThat(connection.look(40, 100, DEADLINE)).isEqualTo(TOO_SLOW);
        assertThat(connection.look(40, 101, DEADLINE)).isEqualTo(STILL_THERE);
    }

    @Test
    void leavesARunningRequestAlone() {
        connection.requestBegan();

        assertThat(connection.look(10, 1000, DEADLINE)).isEqualTo(FINE);
    }

    @Test
    void letsAConnectionRestBetweenRequests() {
        connection.requestBegan();
        connection.requestEnded(40, 10);

        assertThat(connection.look(40, 5000, DEADLINE)).isEqualTo(FINE);
    }

    @Test
    void holdsTheNextHeaderToTheDeadlineToo() {
        connection.requestBegan();
        connection.requestEnded(40, 10);

        assertThat(connection.look(41, 5000, DEADLINE)).isEqualTo(FINE);
        assertThat(connection.look(45, 5099, DEADLINE)).isEqualTo(FINE);
        assertThat(connection.look(46, 5100, DEADLINE)).isEqualTo(TOO_SLOW);
    }

    @Test
    void isHalfOpenUntilItsFirstWholeRequest() {
        assertThat(connection.completeRequest()).isTrue();
        assertThat(connection.completeRequest()).isFalse();
    }
}
