package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.webrtc.AcceptResult;
import org.moqgateway.core.webrtc.SessionKind;

class SessionOwnersTest {
    private final FakeBroker broker = new FakeBroker();
    private final SessionOwners owners = new SessionOwners(broker);

    @Test
    void letsAnyoneUseASessionOpenedWithoutAToken() {
        owners.opened("a", null);

        assertThat(owners.mayUse("a", null)).isTrue();
        assertThat(owners.mayUse("a", "Bearer x")).isTrue();
        assertThat(owners.size()).isZero();
    }

    @Test
    void holdsASessionToItsToken() {
        owners.opened("a", "Bearer x");

        assertThat(owners.mayUse("a", "Bearer x")).isTrue();
        assertThat(owners.mayUse("a", "Bearer y")).isFalse();
        assertThat(owners.mayUse("a", null)).isFalse();
    }

    @Test
    void forgetsSessionsThatEndedWithoutARequest() {
        for (int i = 0; i < 10_000; i++) {
            if (broker.accept(SessionKind.WHEP, "live", "v=0")
                    instanceof AcceptResult.Accepted accepted) {
                owners.opened(accepted.session().id(), "Bearer " + i);
                accepted.session().close("vanished");
            }
        }

        assertThat(owners.size()).isLessThanOrEqualTo(64);
        assertThat(List.copyOf(broker.live.keySet())).isEmpty();
    }
}
