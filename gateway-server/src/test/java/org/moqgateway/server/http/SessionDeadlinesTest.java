package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.webrtc.AcceptResult;
import org.moqgateway.core.webrtc.SessionKind;

class SessionDeadlinesTest {
    private final FakeBroker broker = new FakeBroker();

    private String session() {
        return broker.accept(SessionKind.WHEP, "live", "v=0")
                        instanceof AcceptResult.Accepted accepted
                ? accepted.session().id()
                : "";
    }

    @Test
    void goesOnWhenASessionCouldNotBeEnded() {
        try (SessionDeadlines deadlines =
                new SessionDeadlines(broker, InstantSource.fixed(TestServer.NOW))) {
            String first = session();
            String second = session();
            broker.failures = 1;
            deadlines.opened(first, TestServer.NOW);
            deadlines.opened(second, TestServer.NOW);

            deadlines.sweep();
            deadlines.sweep();

            assertThat(broker.live).isEmpty();
            assertThat(deadlines.size()).isZero();
        }
    }
}
