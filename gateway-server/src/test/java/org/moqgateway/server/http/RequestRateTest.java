package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestRateTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress TWO = InetAddress.ofLiteral("192.0.2.2");

    private long nowNanos = 5;
    private final RequestRate rate = new RequestRate(2, () -> nowNanos);

    @Test
    void allowsFiveSecondsWorthAtOnceAndThenTheRate() {
        assertThat(taken(ONE, 20)).isEqualTo(10);
        nowNanos += TimeUnit.MILLISECONDS.toNanos(1500);
        assertThat(taken(ONE, 20)).isEqualTo(3);
    }

    @Test
    void countsEachAddressByItself() {
        assertThat(taken(ONE, 20)).isEqualTo(10);
        assertThat(taken(TWO, 20)).isEqualTo(10);
    }

    @Test
    void takesAnIpv6NetworkAsOneClient() {
        assertThat(taken(InetAddress.ofLiteral("2001:db8::1"), 20)).isEqualTo(10);
        assertThat(taken(InetAddress.ofLiteral("2001:db8::2"), 20)).isZero();
        assertThat(taken(InetAddress.ofLiteral("2001:db8:0:1::2"), 20)).isEqualTo(10);
    }

    private int taken(InetAddress address, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += rate.take(address) ? 1 : 0;
        }
        return taken;
    }
}
