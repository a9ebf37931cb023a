package org.moqgateway.core.webrtc;

import java.time.Instant;
import java.util.Optional;

/// A broadcast that outlives the sessions which fill it, one after the other: its tracks go on, and
/// its timestamps never run backwards. It is announced when the first media comes. Any thread.
public interface HeldBroadcast extends AutoCloseable {
    /// Its path.
    String path();

    /// When the media of a session last arrived; empty before any.
    Optional<Instant> lastMedia();

    /// Withdraws the broadcast while no session fills it: viewers are told that it is over, and the
    /// next session begins it anew. Nothing happens while one does.
    void withdraw();

    /// Ends it for good, and the session that fills it.
    @Override
    void close();
}
