package org.moqgateway.server;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.ClientStatus;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.moq.transport.tls.Fingerprint;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.http.GatewayHttpServer;
import org.moqgateway.server.moq.MoqSide;

/// The whole gateway in one process, or a relay alone. Started: every port is bound and
/// requests are answered. Closed: no session, thread or port is left.
public final class Gateway implements AutoCloseable {
    private final GatewayHttpServer http;
    private final MoqSide moq;
    private final @Nullable Clients clients;
    private final BoundPorts ports;
    private final Closers closers;

    /// @param clients null in a relay alone
    Gateway(
            GatewayHttpServer http,
            MoqSide moq,
            @Nullable Clients clients,
            BoundPorts ports,
            Closers closers) {
        this.http = http;
        this.moq = moq;
        this.clients = clients;
        this.ports = ports;
        this.closers = closers;
    }

    /// Where UDP is.
    ///
    /// @param media the port of media; null in a relay alone
    /// @param quic the port of QUIC
    record BoundPorts(@Nullable Integer media, int quic) {}

    /// Binds the HTTP port, then the UDP port of media and QUIC, then begins to answer, and last of
    /// all dials other relays.
    ///
    /// @throws StartException naming the port and the flag, or the file that can't be read
    public static Gateway start(GatewaySettings settings, MediaSide.Factory factory)
            throws StartException {
        return new Startup(settings, factory).run();
    }

    /// Likewise, without WebRTC: MoQ alone.
    ///
    /// @throws StartException as above
    public static Gateway startRelay(GatewaySettings settings) throws StartException {
        return new Startup(settings, null).run();
    }

    /// The bound HTTP port.
    public int httpPort() {
        return http.port();
    }

    /// The bound UDP port: of media, or in a relay alone of QUIC.
    public int udpPort() {
        Integer media = ports.media();
        return media == null ? ports.quic() : media;
    }

    /// The UDP port of QUIC.
    public int quicPort() {
        return ports.quic();
    }

    /// SHA-256 of the certificate that is shown now, 64 hexadecimal digits.
    public String fingerprint() {
        return Fingerprint.sha256(moq.identity().get().certificate());
    }

    /// How the links to other relays are doing.
    public List<LinkStatus> links() {
        return moq.relay().links();
    }

    /// How the clients are doing.
    public List<ClientStatus> clients() {
        return clients == null ? List.of() : clients.control().statuses();
    }

    /// Completed when the client of the command line has ended for good, which only one that runs
    /// once does: with the reason, empty after an orderly end.
    public CompletableFuture<Optional<String>> commandEnded() {
        return clients == null ? new CompletableFuture<>() : clients.commandEnded();
    }

    /// The MoQ side.
    public MoqSide moq() {
        return moq;
    }

    /// Ends every session, refuses new requests, frees every port. Takes at most a few seconds.
    @Override
    public void close() {
        closers.close();
    }
}
