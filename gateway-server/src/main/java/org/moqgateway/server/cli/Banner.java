package org.moqgateway.server.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.ClientStatus;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.server.Gateway;
import org.moqgateway.server.config.AccessSettings;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.HostPort;
import org.moqgateway.server.config.ServerRole;
import org.moqgateway.server.config.Version;
import org.moqgateway.server.config.Word;

/// What a person needs right after the start: where the pages are, what to type into OBS, FFmpeg
/// and MoQ players.
final class Banner {
    private final String base;
    private final String moqUrl;
    private final String broadcast;
    private final int udpPort;
    private final int quicPort;
    private final @Nullable HostPort qmux;
    private final AccessSettings access;
    private final List<LinkStatus> links;
    private final List<ClientStatus> clients;
    private final Set<ServerRole> roles;

    Banner(GatewaySettings settings, Gateway gateway) {
        String host = settings.listen().urlHost();
        this.base =
                (settings.tls() == null ? "http://" : "https://") + host + ":" + gateway.httpPort();
        this.moqUrl = "https://" + host + ":" + gateway.quicPort() + "/";
        this.broadcast = settings.broadcast() == null ? "live" : settings.broadcast();
        this.udpPort = gateway.udpPort();
        this.quicPort = gateway.quicPort();
        this.qmux = settings.relay().qmuxBind();
        this.access = settings.access();
        this.links = gateway.links();
        this.clients = gateway.clients();
        this.roles = settings.roles();
    }

    /// One line, for logs.
    String line() {
        return "%s/ with media on UDP port %d, MoQ at %s".formatted(base, udpPort, moqUrl)
                + links.stream()
                        .map(link -> ", linked to " + link.url())
                        .collect(Collectors.joining())
                + clients.stream()
                        .map(client -> ", client " + client.name())
                        .collect(Collectors.joining());
    }

    /// Of the gateway.
    String gateway() {
        return """

        moq-gateway %s is serving. Stop it with Ctrl-C.

          What is live     %s/
        """
                        .formatted(Version.current(), base)
                + (roles.contains(ServerRole.WHIP)
                        ? "  Publish here     %s/publish/%s%n".formatted(base, broadcast)
                        : "")
                + (roles.contains(ServerRole.WHEP)
                        ? "  Play it          %s/play/%s%n".formatted(base, broadcast)
                        : "")
                + "  Media            UDP port %d%n".formatted(udpPort)
                + clientLines()
                + "\n"
                + (roles.contains(ServerRole.WHIP) ? publishers() : "")
                + (roles.contains(ServerRole.WHEP)
                        ? "  WHEP players     %s/whep/%s%n".formatted(base, broadcast)
                        : "")
                + moq();
    }

    private String publishers() {
        return """
          OBS              Settings > Stream
            Service        WHIP
            Server         %1$s/whip/%2$s
            Bearer Token   %3$s

          FFmpeg           ffmpeg -re -f lavfi -i testsrc2=size=1280x720:rate=30 -f lavfi -i sine=frequency=440 \
        -pix_fmt yuv420p -c:v libx264 -profile:v baseline -tune zerolatency -g 60 -b:v 2M \
        -c:a libopus -ar 48000 -ac 2 -f whip %1$s/whip/%2$s

        """
                .formatted(
                        base,
                        broadcast,
                        access.key() != null || access.keyDirectory() != null
                                ? "a token that may publish " + broadcast
                                : "(leave empty)");
    }

    /// Of the gateway that was started for a client.
    String client() {
        return """

        moq-gateway %s has begun. Stop it with Ctrl-C.

        """
                        .formatted(Version.current())
                + clientLines()
                + "  How it does      %s/%n".formatted(base)
                + "  Media            UDP port %d%n%n".formatted(udpPort)
                + moq();
    }

    private String clientLines() {
        return clients.stream().map(Banner::client).collect(Collectors.joining());
    }

    private static String client(ClientStatus client) {
        String what =
                switch (client.role()) {
                    case SUBSCRIBE -> "pulls " + client.url() + " into " + client.broadcast();
                    case PUBLISH -> "pushes " + client.broadcast() + " to " + client.url();
                };
        return "  Client           %s %s%n".formatted(client.name(), what);
    }

    /// Of the relay alone.
    String relay() {
        return """

        moq-gateway %1$s is relaying MoQ. Stop it with Ctrl-C.

          Broadcasts       %2$s/announced
        """
                        .formatted(Version.current(), base)
                + moq();
    }

    private String moq() {
        return """
          MoQ players      %1$s (QUIC and WebTransport, UDP port %2$d)
                           %3$s/ (WebSocket)
        %5$s    Certificate    %4$s/certificate.sha256
        """
                        .formatted(
                                moqUrl,
                                quicPort,
                                base.replaceFirst("^http", "ws"),
                                base,
                                qmux == null ? "" : qmuxLine(qmux))
                + links.stream().map(Banner::link).collect(Collectors.joining());
    }

    private static String qmuxLine(HostPort address) {
        return " ".repeat(19)
                + "tls://%s:%d/ (QMux)%n".formatted(address.urlHost(), address.port());
    }

    private static String link(LinkStatus link) {
        return "  Relay            %s (%s)%n".formatted(link.url(), Word.of(link.state()));
    }
}
