package org.moqgateway.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moqgateway.client.ClientStatus.State;
import org.moqgateway.core.peer.PeerEnd;

/// Clients between a media side and remotes that do what a test says, in a time of their own.
final class SupervisorBench implements AutoCloseable {
    static final String PULL = "cam0";
    static final String PUSH = "show";
    static final Duration LINGER = Duration.ofSeconds(10);

    final TestTime time = new TestTime();
    final FakeDialer dialer = new FakeDialer();
    final FakeRemote remote = new FakeRemote();
    final List<ClientEnd> ends = new CopyOnWriteArrayList<>();
    final GatewayClients clients;

    SupervisorBench(boolean once) {
        clients =
                new GatewayClients(
                        settings(once),
                        new ClientRun.World(
                                dialer,
                                remote,
                                time::start,
                                time,
                                new SplittableRandom(3),
                                ends::add));
    }

    private static List<ClientSettings> settings(boolean once) {
        List<ClientSettings> all = new ArrayList<>();
        for (ClientRole role : ClientRole.values()) {
            String name = role == ClientRole.SUBSCRIBE ? PULL : PUSH;
            all.add(
                    new ClientSettingsBuilder(
                                    name,
                                    role,
                                    URI.create("https://remote.example/x?key=secret"),
                                    "live/" + name)
                            .linger(LINGER)
                            .once(once)
                            .enabled(false)
                            .build());
        }
        return all;
    }

    ClientStatus status(String name) {
        return clients.status(name).orElseThrow();
    }

    State state(String name) {
        return status(name).state();
    }

    String error(String name) {
        return status(name).lastError().orElseThrow().message();
    }

    void until(String name, State state) {
        time.until(() -> state(name) == state);
    }

    Duration advanceUntil(String name, State state) {
        return time.advanceUntil(() -> state(name) == state);
    }

    /// Waits until a client has dialled so often and its remote has answered.
    FakeDialer.Session answered(int sessions) {
        time.advanceUntil(
                () -> dialer.sessions.size() == sessions && dialer.session().answer.isPresent());
        return dialer.session();
    }

    /// Media of the remote arrives until a client is live.
    FakeDialer.Session live(int sessions) {
        FakeDialer.Session session = answered(sessions);
        session.connected.complete(null);
        time.advanceUntil(
                () -> {
                    media();
                    return clients.statuses().stream().anyMatch(s -> s.state() == State.LIVE);
                });
        return session;
    }

    void media() {
        if (!dialer.holds.isEmpty()) {
            dialer.held().lastMedia = Optional.of(time.now());
        }
        if (!dialer.sessions.isEmpty()) {
            dialer.session().bytesReceived.incrementAndGet();
        }
    }

    /// Media flows for a while.
    void flow(Duration duration) {
        long end = time.nowNanos() + duration.toNanos();
        time.advanceUntil(
                () -> {
                    media();
                    return time.nowNanos() - end >= 0;
                });
    }

    void breaks(FakeDialer.Session session) {
        session.end(PeerEnd.Reason.VANISHED);
    }

    @Override
    public void close() {
        remote.gate.countDown();
        Thread closing = Thread.ofVirtual().start(clients::close);
        time.advanceUntil(() -> !closing.isAlive());
        if (remote.notDeleted() != 0) {
            throw new AssertionError(remote.notDeleted() + " sessions were left on the remote");
        }
        if (!dialer.sessions.stream().allMatch(session -> session.ended.isDone())) {
            throw new AssertionError("a session was left here");
        }
        if (!dialer.holds.stream().allMatch(held -> held.closed)) {
            throw new AssertionError("a broadcast was left");
        }
    }
}
