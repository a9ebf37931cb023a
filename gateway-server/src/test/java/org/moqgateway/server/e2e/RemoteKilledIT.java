package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moqgateway.client.ClientStatus;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.peer.FreePort;
import org.moqgateway.server.relay.RelayProcess;

/// A remote that is killed and started again on its ports, again and again: what is pushed to it
/// and pulled from it is back soon after it can be reached, and nothing is left of the sessions
/// before. Three times; `-Dmoq.kills=10` for more.
@Timeout(300)
class RemoteKilledIT {
    private static final int KILLS = Integer.getInteger("moq.kills", 3);

    /// Few where nobody asks for more: the links of relays have tests of their own.
    private static final int RELAY_KILLS = KILLS > 3 ? KILLS : 2;

    /// Threads that come and go with the load and whose number is bounded: the virtual machine's
    /// pools and waiters for processes, and OkHttp's runner of tasks, whose threads idle for a
    /// minute and are named after what they did last.
    private static final Pattern POOLED =
            Pattern.compile("ForkJoinPool.*|process reaper.*|OkHttp .*|Okio Watchdog");

    private static final Duration SOON = Duration.ofSeconds(30);

    /// Generous, for machines that are busy with other things; what it took is printed.
    private static final Duration BACK = Duration.ofSeconds(15);

    /// For how long a client keeps a connection that it has no request for.
    private static final Duration KEPT = Duration.ofSeconds(5);

    @TempDir private Path folder = Path.of("");

    /// @param threads the names of all platform threads of the process, whoever started them
    private record Resources(List<String> threads, long descriptors, int sessions) {
        static Resources of(RunningGateway gateway) throws IOException {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return new Resources(names(), open.count(), gateway.sessions().size());
            }
        }

        /// The threads that were not there before.
        List<String> added(Resources before) {
            List<String> added = new ArrayList<>(threads);
            before.threads.forEach(added::remove);
            added.removeIf(name -> POOLED.matcher(name).matches());
            return added;
        }

        boolean exceeds(Resources before) {
            return sessions != before.sessions
                    || descriptors > before.descriptors
                    || !added(before).isEmpty();
        }

        private static List<String> names() {
            return Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void mediaIsBackEachTimeAndNothingIsLeft() throws Exception {
        int port = FreePort.any();
        try (GatewayProcess far = GatewayProcess.start(port);
                DiallingGateway near =
                        new DiallingGateway.Plan()
                                .publish("show", far.url() + "/whip/cam")
                                .subscribe(far.url() + "/whep/cam", "back")
                                .start();
                LivePeer camera = camera(near.gateway())) {
            near.await("live", SOON, () -> near.live("show out") && near.live("back in"));
            Resources before = Resources.of(near.gateway());
            for (int kill = 1; kill <= KILLS; kill++) {
                // Long enough for a session to count as one that has lived.
                long from = camera.media().framesSent();
                near.await("media", SOON, () -> camera.media().framesSent() > from + 200);
                GatewayProcess.Restart restart = far.restart();
                near.await("pushed", SOON, () -> again(near, "show out", restart.dead()));
                Duration pushed = since(restart.reachableNanos());
                near.await("pulled", SOON, () -> again(near, "back in", restart.dead()));
                Duration pulled = since(restart.reachableNanos());
                System.out.printf(
                        "kill %d: pushed again %d ms, pulled again %d ms after it was reachable%n",
                        kill, pushed.toMillis(), pulled.toMillis());
                assertThat(pushed).isLessThan(BACK);
                assertThat(pulled).isLessThan(BACK);
                before = kill == 1 ? settled(near) : before;
            }
            assertNothingIsLeft(near, before);
        }
    }

    /// Here a relay stands between the camera and the client that pushes: the session with the
    /// remote goes on, and its media with it when the relay is back.
    @Test
    void mediaIsBackEachTimeThatARelayBetweenIs() throws Exception {
        int port = FreePort.any();
        try (RelayProcess relay = RelayProcess.start(port, folder);
                RunningGateway far = new RunningGateway();
                RunningGateway source = new RunningGateway(linked(port, relay));
                DiallingGateway near =
                        new DiallingGateway.Plan()
                                .publish("show", far.whip("cam"))
                                .start(linked(port, relay));
                HttpBroker http = new HttpBroker(source);
                LivePeer camera = LivePeer.publish(http, "show", "avc1.42e01f", "opus")) {
            far.awaitLive("cam", 2, SOON);
            try (HttpBroker there = new HttpBroker(far);
                    LivePeer screen = LivePeer.play(there, "cam")) {
                screen.media().awaitNewFrames(camera.media());
                Resources before = Resources.of(near.gateway());
                for (int kill = 1; kill <= RELAY_KILLS; kill++) {
                    relay.kill();
                    relay.restart();
                    long reachable = System.nanoTime();
                    long then = camera.media().framesSent();
                    near.await("media", SOON, () -> screen.media().newestFrame() > then);
                    Duration back = since(reachable);
                    System.out.printf(
                            "kill %d of the relay: media back %d ms after it was reachable%n",
                            kill, back.toMillis());
                    assertThat(back).isLessThan(BACK);
                    // The second dial of a link wakes the last of its sockets' loops.
                    before = kill == 1 ? settled(near) : before;
                }
                assertNothingIsLeft(near, before);
            }
        }
    }

    /// One that leaves no connection for its next request, whose end would hide a leak.
    private static LivePeer camera(RunningGateway gateway) throws InterruptedException {
        try (HttpBroker http = new HttpBroker(gateway)) {
            return LivePeer.publish(http, "show", "avc1.42e01f", "opus");
        }
    }

    private static Map<Setting, List<String>> linked(int port, RelayProcess relay) {
        return Map.of(
                Setting.RELAY, List.of("https://127.0.0.1:" + port + "/"),
                Setting.CLIENT_TLS_FINGERPRINT, List.of(relay.fingerprint()),
                Setting.LINGER, List.of("30s"));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /// Live with the remote that came after the one that is dead.
    private static boolean again(DiallingGateway near, String client, Instant dead) {
        ClientStatus status = near.status(client);
        return status.state() == ClientStatus.State.LIVE
                && status.liveSince().filter(dead::isBefore).isPresent();
    }

    /// Counts when what was in use for a moment is given back, for longer than a connection is
    /// kept for the next request.
    private static Resources settled(DiallingGateway near) throws IOException {
        long end = System.nanoTime() + KEPT.plusSeconds(1).toNanos();
        Resources least = Resources.of(near.gateway());
        while (System.nanoTime() < end) {
            RunningGateway.pause();
            Resources now = Resources.of(near.gateway());
            least =
                    new Resources(
                            now.threads().size() < least.threads().size()
                                    ? now.threads()
                                    : least.threads(),
                            Math.min(least.descriptors(), now.descriptors()),
                            Math.min(least.sessions(), now.sessions()));
        }
        return least;
    }

    /// Waits until no more is in use than before: a leak is never given back.
    private static void assertNothingIsLeft(DiallingGateway near, Resources before)
            throws IOException {
        long end = System.nanoTime() + SOON.toNanos();
        Resources after = Resources.of(near.gateway());
        while (after.exceeds(before) && System.nanoTime() < end) {
            RunningGateway.pause();
            after = Resources.of(near.gateway());
        }
        System.out.println("before " + before + ", after " + after);
        assertThat(after.sessions()).isEqualTo(before.sessions());
        assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors());
        assertThat(after.added(before)).isEmpty();
    }
}
