package org.moqgateway.core.webrtc;

import java.time.Duration;
import org.moqgateway.core.egress.RenditionChoice;

/// What the client roles ask of the media side. Safe from any thread; control plane.
public interface SessionDialer {
    /// Begins a session: makes its offer. Blocks for as long as the request lets candidates be
    /// gathered, at most.
    ///
    /// @throws DialException when there is nothing to send, or no place or socket for it
    DialledSession dial(DialRequest request) throws DialException, InterruptedException;

    /// Holds a path for sessions that will fill it.
    ///
    /// @param path the broadcast path, valid, without a leading slash
    HeldBroadcast hold(String path);

    /// Waits until a broadcast is live and has told what it carries.
    ///
    /// @return whether it is
    boolean awaitLive(String path, RenditionChoice renditions, Duration atMost)
            throws InterruptedException;
}
