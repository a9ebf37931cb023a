package org.moqgateway.server.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.moqgateway.client.ClientControl;
import org.moqgateway.client.ClientRole;
import org.moqgateway.client.ClientStatus;
import org.moqgateway.client.ClientStatus.State;
import org.moqgateway.client.ClientStatus.Trouble;
import org.moqgateway.core.negotiation.SessionProblem;

/// Clients that are what they are told to be.
final class FakeClients implements ClientControl {
    final Map<String, ClientStatus> all = new ConcurrentSkipListMap<>();

    void add(String name, ClientRole role, State state) {
        boolean live = state == State.LIVE;
        all.put(
                name,
                new ClientStatus(
                        name,
                        role,
                        "https://remote.example/" + name,
                        "live/" + name,
                        state,
                        TestServer.NOW.minusSeconds(5),
                        live ? Optional.of(TestServer.NOW.minusMillis(4_500)) : Optional.empty(),
                        state == State.RETRYING ? 3 : 0,
                        0,
                        state == State.RETRYING
                                ? Optional.of(
                                        new Trouble(
                                                TestServer.NOW.minusSeconds(5),
                                                "nobody answers at https://remote.example/" + name))
                                : Optional.empty(),
                        state == State.RETRYING
                                ? List.of(
                                        new SessionProblem(
                                                SessionProblem.Code.NO_SUCH_VIDEO,
                                                "no video of this name"))
                                : List.of(),
                        state == State.RETRYING
                                ? Optional.of(TestServer.NOW.plusSeconds(2))
                                : Optional.empty(),
                        live ? Optional.of("THE-SESSION-ID") : Optional.empty(),
                        live ? 2_500_000 : 0));
    }

    void end(String name, Trouble trouble) {
        all.computeIfPresent(name, (_, now) -> with(now, State.ENDED, Optional.of(trouble)));
    }

    State state(String name) {
        return status(name).orElseThrow().state();
    }

    @Override
    public List<ClientStatus> statuses() {
        return List.copyOf(all.values());
    }

    @Override
    public Optional<ClientStatus> status(String name) {
        return Optional.ofNullable(all.get(name));
    }

    @Override
    public boolean start(String name) {
        return become(name, State.CONNECTING);
    }

    @Override
    public boolean stop(String name) {
        return become(name, State.STOPPED);
    }

    private boolean become(String name, State state) {
        ClientStatus now = all.get(name);
        if (now == null) {
            return false;
        }
        if (now.state() != state) {
            all.put(name, with(now, state, now.lastError()));
        }
        return true;
    }

    private static ClientStatus with(ClientStatus now, State state, Optional<Trouble> trouble) {
        Instant since = TestServer.NOW;
        return new ClientStatus(
                now.name(),
                now.role(),
                now.url(),
                now.broadcast(),
                state,
                since,
                Optional.empty(),
                0,
                now.reconnects(),
                trouble,
                now.problems(),
                Optional.empty(),
                Optional.empty(),
                0);
    }
}
