package org.moqgateway.core.webrtc;

import java.time.Duration;
import java.util.List;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.negotiation.SessionProblem;

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

    /// What keeps a live broadcast, or a kind of its media, from being sent to somebody who takes
    /// some renditions only. Does not wait, and asks nobody for the broadcast.
    ///
    /// @return empty when all of it can be sent, and when the broadcast is not live or not read
    List<SessionProblem> problems(String path, RenditionChoice renditions);

    /// Whether a broadcast is live and has told of media that can be sent to somebody who takes
    /// some renditions only. Does not wait; one that a peer has is asked for what it carries.
    boolean live(String path, RenditionChoice renditions);

    /// Waits until [#live] is so.
    ///
    /// @return whether it is
    boolean awaitLive(String path, RenditionChoice renditions, Duration atMost)
            throws InterruptedException;
}
