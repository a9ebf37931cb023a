package org.moqgateway.moq.client;

import java.net.URI;
import java.time.Duration;

/// Where a [Reconnecting] stands. The URI carries no query, since that may hold a token.
public sealed interface LinkState {
    /// A dial is under way.
    record Connecting(URI uri) implements LinkState {}

    /// A session runs.
    ///
    /// @param protocol the agreed one, such as `moq-lite-05`
    record Connected(URI uri, String protocol) implements LinkState {}

    /// The dial failed or the session ended; the next attempt comes after the wait.
    ///
    /// @param reason for people
    record Lost(URI uri, String reason, Duration retryAfter) implements LinkState {}

    /// Nothing more is tried. The last state.
    ///
    /// @param reason for people
    record Stopped(String reason) implements LinkState {}
}
