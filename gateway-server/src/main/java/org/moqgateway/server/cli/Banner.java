package org.moqgateway.server.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.server.Gateway;
import org.moqgateway.server.config.AccessSettings;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.HostPort;
import org.moqgateway.server.config.Version;

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
    }

    /// One line, for logs.
    String line() {
        return "%s/ with media on UDP port %d, MoQ at %s".formatted(base, udpPort, moqUrl)
                + links.stream()
                        .map(link -> ", linked to " + link.url())
                        .collect(Collectors.joining());
    }

    /// Of the gateway.
    String gateway() {
        return """

        moq-gateway %1$s is serving. Stop it with Ctrl-C.

          What is live     %2$s/
          Publish here     %2$s/publish/%3$s
          Play it          %2$s/play/%3$s
          Media            UDP port %4$d

          OBS              Settings > Stream
            Service        WHIP
            Server         %2$s/whip/%3$s
            Bearer Token   %5$s

          FFmpeg           ffmpeg -re -f lavfi -i testsrc2=size=1280x720:rate=30 -f lavfi -i sine=frequency=440 \
        -pix_fmt yuv420p -c:v libx264 -profile:v baseline -tune zerolatency -g 60 -b:v 2M \
        -c:a libopus -ar 48000 -ac 2 -f whip %2$s/whip/%3$s

          WHEP players     %2$s/whep/%3$s
        """
                        .formatted(
                                Version.current(),
                                base,
                                broadcast,
                                udpPort,
                                access.key() != null || access.keyDirectory() != null
                                        ? "a token that may publish " + broadcast
                                        : "(leave empty)")
                + moq();
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
        return "  Relay            %s (%s)%n"
                .formatted(link.url(), link.state().name().toLowerCase(Locale.ROOT));
    }
}
