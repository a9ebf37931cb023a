package org.moqgateway.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.webrtc.DialRequest;
import org.moqgateway.core.webrtc.DialledSession;

/// What the direction of the media makes different. Used by the thread of one run.
interface ClientMedia extends AutoCloseable {
    /// Whether a session makes sense now. Does not wait.
    boolean ready();

    /// Waits until one does.
    ///
    /// @param lacks is told what it waits for, when that is known
    void awaitReady(Consumer<List<SessionProblem>> lacks) throws InterruptedException;

    /// What is dialled. A session begins.
    DialRequest begin();

    /// The way to the peer is there.
    void connected(long nowNanos);

    /// Looks at a connected session; called a few times a second.
    ///
    /// @return whether media flows
    boolean flows(DialledSession session, long nowNanos);

    /// Why a session should not go on, though nobody has ended it.
    ///
    /// @param well whether the remote was asked about the silence, and says that all is well
    Optional<Failure> overdue(DialledSession session, long nowNanos, boolean well);

    /// When the peer was last heard in the present session, or when that was connected.
    long heardNanos();

    /// The silence of the peer that is normal at first.
    Duration patience();

    /// Does what time asks for while there may be no session.
    ///
    /// @return until when nothing is to be done
    Duration tend(long nowNanos);

    @Override
    void close();
}
