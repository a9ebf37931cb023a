package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.client.ClientStatus;

/// What a hostile remote does to its client, it does to that client alone, and is told in words.
@Timeout(180)
class HostileRemoteIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> SESSIONS =
            List.of("endless", "slow", "bomb", "fingerprint", "candidates");

    /// What each path's client says in the end.
    private static Map<String, String> expected() {
        Map<String, String> errors = new LinkedHashMap<>();
        errors.put("endless", "KiB");
        errors.put("slow", "did not end its answer within");
        errors.put("bomb", "unusable answer");
        errors.put("loop", "redirect");
        errors.put("metadata", "169.254.169.254");
        errors.put("fingerprint", "FINGERPRINT_MISMATCH");
        errors.put("candidates", "169.254.169.254 (link-local)");
        return errors;
    }

    @Test
    void eachAttackIsNamedAndNobodyElseNoticesIt() throws Exception {
        try (RunningGateway far = new RunningGateway();
                HostileServer hostile = new HostileServer(far);
                HttpBroker http = new HttpBroker(far);
                LivePeer camera = LivePeer.publish(http, "cam", "avc1.42e01f", "opus")) {
            // A client that comes sooner is refused once, and says so to the end.
            far.awaitLive("cam", 2, SOON);
            try (DiallingGateway near = plan(far, hostile).start();
                    HttpBroker local = new HttpBroker(near.gateway());
                    LivePeer screen = goodScreen(near, local)) {
                for (Map.Entry<String, String> each : expected().entrySet()) {
                    near.await(
                            each.getKey(),
                            SOON,
                            () -> near.status(each.getKey() + " in").lastError().isPresent());
                    assertThat(
                                    near.status(each.getKey() + " in")
                                            .lastError()
                                            .orElseThrow()
                                            .message())
                            .as(each.getKey())
                            .contains(each.getValue());
                    screen.media().awaitNewFrames(camera.media());
                }
                ClientStatus good = near.status("good in");
                assertThat(good.state()).isEqualTo(ClientStatus.State.LIVE);
                assertThat(good.lastError()).isEmpty();
                // Whoever has answered with a session is told of its end.
                near.await("farewells", SOON, () -> hostile.ended.containsAll(SESSIONS));
            }
        }
    }

    private static LivePeer goodScreen(DiallingGateway near, HttpBroker local)
            throws InterruptedException {
        near.gateway().awaitLive("good", 2, SOON);
        return LivePeer.play(local, "good");
    }

    private static DiallingGateway.Plan plan(RunningGateway far, HostileServer hostile) {
        DiallingGateway.Plan plan = new DiallingGateway.Plan().subscribe(far.whep("cam"), "good");
        plan.requestTimeout(Duration.ofSeconds(4));
        for (String path : expected().keySet()) {
            plan.subscribe(hostile.url("/" + path), path);
        }
        return plan;
    }
}
