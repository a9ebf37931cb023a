package org.moqgateway.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.moqgateway.client.http.Signalling;
import org.moqgateway.core.webrtc.SessionDialer;

/// The clients of a process, kept going until they are stopped: each dials, is live, fails and
/// dials again on a virtual thread of its own. Any thread.
public final class GatewayClients implements ClientControl, AutoCloseable {
    /// How long a stop waits until the remote was told.
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final Map<String, SupervisedClient> clients = new LinkedHashMap<>();
    private final ClientTime time;

    /// Nothing is dialled before [#begin].
    ///
    /// @param dialer makes the sessions; the caller's, to be closed after this
    /// @param signalling talks to the remotes; the caller's, to be closed after this
    /// @param settings the clients
    /// @param ended hears of each client that has ended because it was asked to run once, on that
    ///     client's thread; it may close this
    /// @throws IllegalArgumentException naming a client that is there twice
    public GatewayClients(
            SessionDialer dialer,
            Signalling signalling,
            List<ClientSettings> settings,
            Consumer<ClientEnd> ended) {
        this(
                settings,
                new ClientRun.World(
                        dialer,
                        signalling,
                        task -> Thread.ofVirtual().name("client request").start(task),
                        ClientTime.SYSTEM,
                        RandomGenerator.of("L64X128MixRandom"),
                        ended));
    }

    GatewayClients(List<ClientSettings> settings, ClientRun.World world) {
        this.time = world.time();
        for (ClientSettings one : settings) {
            if (clients.put(one.name(), new SupervisedClient(one, world)) != null) {
                throw new IllegalArgumentException("two clients are named \"" + one.name() + '"');
            }
        }
    }

    /// Starts every client that is enabled.
    public void begin() {
        clients.values().stream()
                .filter(client -> client.settings().enabled())
                .forEach(SupervisedClient::start);
    }

    @Override
    public List<ClientStatus> statuses() {
        return clients.values().stream()
                .map(SupervisedClient::status)
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    @Override
    public Optional<ClientStatus> status(String name) {
        return Optional.ofNullable(clients.get(name)).map(SupervisedClient::status);
    }

    @Override
    public boolean start(String name) {
        SupervisedClient client = clients.get(name);
        if (client == null) {
            return false;
        }
        client.start();
        return true;
    }

    @Override
    public boolean stop(String name) {
        SupervisedClient client = clients.get(name);
        if (client == null) {
            return false;
        }
        await(client.stop());
        return true;
    }

    /// Ends all of them for good, side by side, and returns when every remote was told, or three
    /// seconds later. Idempotent.
    @Override
    public void close() {
        await(
                CompletableFuture.allOf(
                        clients.values().stream()
                                .map(SupervisedClient::close)
                                .toArray(CompletableFuture<?>[]::new)));
    }

    private void await(CompletableFuture<?> told) {
        try {
            boolean unused = time.await(told, FAREWELL);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
