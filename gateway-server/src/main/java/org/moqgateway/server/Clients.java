package org.moqgateway.server;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.moqgateway.client.ClientControl;
import org.moqgateway.client.ClientEnd;
import org.moqgateway.client.ClientSettings;
import org.moqgateway.client.GatewayClients;
import org.moqgateway.client.http.OkHttpSignalling;
import org.moqgateway.core.webrtc.SessionDialer;
import org.moqgateway.server.config.ClientsSettings;
import org.moqgateway.server.config.Version;
import org.moqgateway.server.metrics.ClientFigures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The client roles of a gateway with what they dial through. Any thread.
final class Clients implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Clients.class);

    private final ClientsSettings settings;
    private final OkHttpSignalling http = new OkHttpSignalling(Version.current());
    private final GatewayClients clients;
    private final CompletableFuture<Optional<String>> commandEnded = new CompletableFuture<>();

    /// Nothing is dialled before [#begin].
    ///
    /// @param dialer makes the sessions; the caller's, to be closed after this
    Clients(ClientsSettings settings, SessionDialer dialer) {
        this.settings = settings;
        this.clients = new GatewayClients(dialer, http, settings.list(), this::ended);
        settings.list().stream().filter(Clients::showsItsToken).forEach(Clients::warn);
    }

    /// Whether everybody between here and the endpoint can read the token.
    private static boolean showsItsToken(ClientSettings client) {
        return client.endpoint().token().isPresent()
                && client.endpoint().url().getScheme().equalsIgnoreCase("http")
                && !client.transport().loopbackAllowed();
    }

    private static void warn(ClientSettings client) {
        log.warn(
                "client {}: its token goes to {} unencrypted; https would hide it",
                client.name(),
                client.endpoint());
    }

    private void ended(ClientEnd end) {
        if (end.name().equals(settings.command())) {
            commandEnded.complete(end.error());
        }
    }

    void begin() {
        clients.begin();
    }

    ClientControl control() {
        return clients;
    }

    ClientFigures figures() {
        return new ClientFigures(clients);
    }

    /// Completed when the client of the command line has ended for good: with the reason, empty
    /// after an orderly end.
    CompletableFuture<Optional<String>> commandEnded() {
        return commandEnded;
    }

    /// Tells every remote that its session is over, within three seconds.
    @Override
    public void close() {
        clients.close();
        http.close();
    }
}
