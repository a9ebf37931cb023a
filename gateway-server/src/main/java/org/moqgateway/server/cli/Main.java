package org.moqgateway.server.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.moqgateway.core.webrtc.AcceptResult;
import org.moqgateway.core.webrtc.BroadcastStatus;
import org.moqgateway.core.webrtc.PeerSessionHandle;
import org.moqgateway.core.webrtc.Refusal;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.core.webrtc.WebRtcSettings;
import org.moqgateway.server.MediaSide;

/// The program.
public final class Main {
    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] args) {
        System.exit(new GatewayCommand(Main::media, System.getenv(), Console.system()).run(args));
    }

    private static MediaSide media(WebRtcSettings settings) throws IOException {
        return new MediaSide(new NoMedia(), settings.udpBind().getPort(), () -> {});
    }

    /// Stands in where no media side is linked: every offer is refused.
    private record NoMedia() implements SessionBroker {
        @Override
        public AcceptResult accept(SessionKind kind, String broadcast, String offerSdp) {
            return new AcceptResult.Refused(Refusal.SHUTTING_DOWN, "This build carries no media.");
        }

        @Override
        public Optional<PeerSessionHandle> session(String id) {
            return Optional.empty();
        }

        @Override
        public List<PeerSessionHandle> sessions() {
            return List.of();
        }

        @Override
        public List<BroadcastStatus> broadcasts() {
            return List.of();
        }
    }
}
