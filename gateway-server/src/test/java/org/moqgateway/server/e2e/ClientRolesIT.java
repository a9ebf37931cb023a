package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.client.ClientStatus;

/// One gateway pulls from another and pushes into it, over real HTTP, ICE, DTLS and SRTP.
@Timeout(120)
class ClientRolesIT {
    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void pullsAndPushesAtOnceAndSaysFarewell() throws Exception {
        try (RunningGateway far = new RunningGateway();
                HttpBroker http = new HttpBroker(far);
                LivePeer camera = LivePeer.publish(http, "cam", "avc1.42e01f", "opus");
                DiallingGateway near =
                        new DiallingGateway.Plan()
                                .subscribe(far.whep("cam"), "pulled")
                                .publish("pulled", far.whip("pushed"))
                                .start()) {
            far.awaitLive("pushed", 2, SOON);
            try (LivePeer screen = LivePeer.play(http, "pushed")) {
                screen.media().awaitNewFrames(camera.media());
            }
            near.await("both live", SOON, () -> near.live("pulled in") && near.live("pulled out"));
            near.await("a bitrate", SOON, () -> near.status("pulled in").bitrateBps() > 0);

            near.clients().close();

            assertThat(near.clients().statuses())
                    .extracting(ClientStatus::state)
                    .containsOnly(ClientStatus.State.STOPPED);
            near.await("the camera alone", Duration.ofSeconds(2), () -> far.sessions().size() == 1);
            assertThat(near.gateway().sessions()).isEmpty();
            near.gateway().awaitGone("pulled", SOON);
        }
    }

    @Test
    void comesWhenTheRemoteBroadcastDoes() throws Exception {
        try (RunningGateway far = new RunningGateway();
                HttpBroker http = new HttpBroker(far);
                DiallingGateway near =
                        new DiallingGateway.Plan().subscribe(far.whep("cam"), "cam").start()) {
            near.await(
                    "refused",
                    SOON,
                    () -> near.status("cam in").state() == ClientStatus.State.RETRYING);
            assertThat(near.status("cam in").lastError().orElseThrow().message()).contains("cam");
            try (LivePeer camera = LivePeer.publish(http, "cam", "avc1.42e01f", "opus")) {
                near.await("live", SOON, () -> near.live("cam in"));
                near.gateway().awaitLive("cam", 2, SOON);
                try (HttpBroker local = new HttpBroker(near.gateway());
                        LivePeer screen = LivePeer.play(local, "cam")) {
                    screen.media().awaitNewFrames(camera.media());
                }
            }
        }
    }

    @Test
    void pushesAnewWhenTheBroadcastHasOtherMedia() throws Exception {
        try (RunningGateway far = new RunningGateway();
                HttpBroker there = new HttpBroker(far);
                DiallingGateway near =
                        new DiallingGateway.Plan().publish("show", far.whip("cam")).start();
                HttpBroker here = new HttpBroker(near.gateway())) {
            try (LivePeer radio = LivePeer.publish(here, "show", "opus")) {
                near.await("live", SOON, () -> near.live("show out"));
                far.awaitLive("cam", 1, SOON);
                assertThat(radio.media().framesSent()).isPositive();
            }
            try (LivePeer camera = LivePeer.publish(here, "show", "avc1.42e01f", "opus")) {
                far.awaitLive("cam", 2, SOON);
                near.await("live again", SOON, () -> near.status("show out").reconnects() == 1);
                try (LivePeer screen = LivePeer.play(there, "cam")) {
                    screen.media().awaitNewFrames(camera.media());
                }
            }
        }
    }
}
