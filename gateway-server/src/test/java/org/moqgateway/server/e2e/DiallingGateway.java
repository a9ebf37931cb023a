package org.moqgateway.server.e2e;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.moqgateway.client.ClientRole;
import org.moqgateway.client.ClientSettings;
import org.moqgateway.client.ClientSettingsBuilder;
import org.moqgateway.client.ClientStatus;
import org.moqgateway.client.GatewayClients;
import org.moqgateway.client.http.OkHttpSignalling;
import org.moqgateway.server.config.Setting;

/// A gateway with clients that dial other ones.
final class DiallingGateway implements AutoCloseable {
    private final RunningGateway gateway;
    private final OkHttpSignalling signalling = new OkHttpSignalling("test");
    private final GatewayClients clients;

    private DiallingGateway(Map<Setting, List<String>> flags, List<ClientSettings> settings) {
        gateway = new RunningGateway(flags);
        clients = new GatewayClients(gateway.media(), signalling, settings, end -> {});
        clients.begin();
    }

    /// What it dials; a client is named after its broadcast and where that goes: `cam in`.
    static final class Plan {
        private final List<ClientSettings> settings = new ArrayList<>();
        private Duration requestTimeout = ClientSettingsBuilder.REQUEST_TIMEOUT;

        /// For the clients that are named after this.
        Plan requestTimeout(Duration timeout) {
            requestTimeout = timeout;
            return this;
        }

        Plan subscribe(String url, String broadcast) {
            return client(broadcast + " in", ClientRole.SUBSCRIBE, url, broadcast);
        }

        Plan publish(String broadcast, String url) {
            return client(broadcast + " out", ClientRole.PUBLISH, url, broadcast);
        }

        private Plan client(String name, ClientRole role, String url, String broadcast) {
            settings.add(
                    new ClientSettingsBuilder(name, role, URI.create(url), broadcast)
                            .requestTimeout(requestTimeout)
                            .build());
            return this;
        }

        DiallingGateway start() {
            return start(Map.of());
        }

        DiallingGateway start(Map<Setting, List<String>> flags) {
            return new DiallingGateway(flags, settings);
        }
    }

    RunningGateway gateway() {
        return gateway;
    }

    GatewayClients clients() {
        return clients;
    }

    ClientStatus status(String name) {
        return clients.status(name).orElseThrow();
    }

    boolean live(String name) {
        return status(name).state() == ClientStatus.State.LIVE;
    }

    /// Waits, and says how its clients are when it was in vain.
    void await(String what, Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not within " + atMost + ": " + what + "; " + clients.statuses());
            }
            RunningGateway.pause();
        }
    }

    @Override
    public void close() {
        clients.close();
        signalling.close();
        gateway.close();
    }
}
