package org.moqgateway.server.cli;

import java.io.IOException;
import org.moqgateway.core.webrtc.WebRtcGateway;
import org.moqgateway.core.webrtc.WebRtcSettings;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.server.MediaSide;

/// The program.
public final class Main {
    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] args) {
        System.exit(new GatewayCommand(Main::media, System.getenv(), Console.system()).run(args));
    }

    private static MediaSide media(Origin origin, WebRtcSettings settings) throws IOException {
        WebRtcGateway gateway = WebRtcGateway.open(origin, settings);
        return new MediaSide(
                gateway, gateway, gateway.udpPort(), gateway::serveQuic, gateway::close);
    }
}
