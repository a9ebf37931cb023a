package org.moqgateway.moq.relay;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.TransportKind;

/// How a link to another relay is doing.
///
/// @param url whom it goes to, without the query, which may hold a token
/// @param state what it does now
/// @param since when it came to that
/// @param sessions how often it was up so far
/// @param carrier what carries it; null unless up
/// @param agreed the agreed protocol, such as `moq-lite-05`; null unless up
/// @param failure why it was not up the last time; null when it never failed or is up
public record LinkStatus(
        String url,
        State state,
        Instant since,
        long sessions,
        @Nullable TransportKind carrier,
        @Nullable String agreed,
        @Nullable String failure) {
    /// What a link does.
    public enum State {
        /// A dial is under way, the first or a later one.
        CONNECTING,
        /// A session is up.
        UP,
        /// It waits before it dials again.
        WAITING,
        /// It was closed here.
        CLOSED
    }

    /// Checks its parts.
    public LinkStatus {
        Objects.requireNonNull(url);
        Objects.requireNonNull(state);
        Objects.requireNonNull(since);
    }

    /// What carries it.
    public Optional<TransportKind> transport() {
        return Optional.ofNullable(carrier);
    }

    /// The agreed protocol.
    public Optional<String> protocol() {
        return Optional.ofNullable(agreed);
    }

    /// Why it was not up the last time.
    public Optional<String> lastFailure() {
        return Optional.ofNullable(failure);
    }
}
