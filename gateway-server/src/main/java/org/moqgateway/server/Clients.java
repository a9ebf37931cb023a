package org.moqgateway.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.moqgateway.client.ClientControl;
import org.moqgateway.client.ClientSettings;
import org.moqgateway.client.ClientStatus;

/// The client roles of a gateway.
final class Clients implements ClientControl, AutoCloseable {
    private final List<ClientSettings> settings;
    private final CompletableFuture<Optional<String>> commandEnded = new CompletableFuture<>();

    Clients(List<ClientSettings> settings) {
        this.settings = List.copyOf(settings);
    }

    CompletableFuture<Optional<String>> commandEnded() {
        return commandEnded;
    }

    @Override
    public List<ClientStatus> statuses() {
        return settings.stream().map(Clients::stopped).toList();
    }

    @Override
    public Optional<ClientStatus> status(String name) {
        return statuses().stream().filter(client -> client.name().equals(name)).findFirst();
    }

    @Override
    public boolean start(String name) {
        return status(name).isPresent();
    }

    @Override
    public boolean stop(String name) {
        return status(name).isPresent();
    }

    @Override
    public void close() {}

    private static ClientStatus stopped(ClientSettings client) {
        return new ClientStatus(
                client.name(),
                client.role(),
                client.endpoint().toString(),
                client.broadcast(),
                ClientStatus.State.STOPPED,
                Instant.EPOCH,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0);
    }
}
