package org.moqgateway.client;

import java.time.Duration;
import java.util.Optional;
import org.moqgateway.core.webrtc.DialRequest;
import org.moqgateway.core.webrtc.DialledSession;

/// What the direction of the media makes different. Used by the thread of one run.
interface ClientMedia extends AutoCloseable {
    /// Whether a session makes sense now. Does not wait.
    boolean ready() throws InterruptedException;

    /// Waits until one does.
    void awaitReady() throws InterruptedException;

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
    /// @param asked whether the remote can be asked about silence, and answers that all is well
    Optional<Failure> overdue(long nowNanos, boolean asked) throws InterruptedException;

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
