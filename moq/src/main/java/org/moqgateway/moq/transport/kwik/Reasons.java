package org.moqgateway.moq.transport.kwik;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moqgateway.moq.transport.CloseReason;
import tech.kwik.core.ConnectionTerminatedEvent;

/// Why a connection ended, from what Kwik tells.
final class Reasons {
    /// What Kwik makes of a peer's reason.
    private static final Pattern DESCRIPTION =
            Pattern.compile("Application error: \\d+(?: \\((.*)\\))?", Pattern.DOTALL);

    private Reasons() {}

    static CloseReason of(ConnectionTerminatedEvent event) {
        String text = event.errorDescription() == null ? "" : event.errorDescription();
        Long code = event.applicationErrorCode();
        Matcher described = DESCRIPTION.matcher(text);
        if (described.matches()) {
            text = described.group(1) == null ? "" : described.group(1);
        }
        if (event.closedByPeer() && code != null) {
            return new CloseReason(CloseReason.By.PEER, code, text);
        }
        if (event.closedByPeer() && !event.hasError()) {
            return new CloseReason(CloseReason.By.PEER, 0, text);
        }
        String why =
                switch (event.closeReason()) {
                    case IdleTimeout, ConnectionLost -> "nothing heard from the peer";
                    case StatelessReset -> "the peer does not know the connection any more";
                    case ImmediateClose -> "QUIC error " + event.transportErrorCode() + " " + text;
                };
        return new CloseReason(CloseReason.By.TRANSPORT, 0, why);
    }
}
