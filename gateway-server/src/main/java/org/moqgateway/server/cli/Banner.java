package org.moqgateway.server.cli;

import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.Version;

/// What a person needs right after the start: where the pages are, what to type into OBS and
/// FFmpeg.
final class Banner {
    private final String base;
    private final String broadcast;
    private final int udpPort;

    Banner(GatewaySettings settings, int httpPort, int udpPort) {
        this.base = "http://" + settings.listen().urlHost() + ":" + httpPort;
        this.broadcast = settings.broadcast() == null ? "live" : settings.broadcast();
        this.udpPort = udpPort;
    }

    String pages() {
        return base + "/";
    }

    String text() {
        return """

        moq-gateway %1$s is serving. Stop it with Ctrl-C.

          What is live     %2$s/
          Publish here     %2$s/publish/%3$s
          Play it          %2$s/play/%3$s
          Media            UDP port %4$d

          OBS              Settings > Stream
            Service        WHIP
            Server         %2$s/whip/%3$s
            Bearer Token   (leave empty)

          FFmpeg           ffmpeg -re -f lavfi -i testsrc2=size=1280x720:rate=30 -f lavfi -i sine=frequency=440 \
        -pix_fmt yuv420p -c:v libx264 -profile:v baseline -tune zerolatency -g 60 -b:v 2M \
        -c:a libopus -ar 48000 -ac 2 -f whip %2$s/whip/%3$s

          WHEP players     %2$s/whep/%3$s
        """
                .formatted(Version.current(), base, broadcast, udpPort);
    }
}
