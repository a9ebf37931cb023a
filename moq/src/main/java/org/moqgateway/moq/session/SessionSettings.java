package org.moqgateway.moq.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/// The bounds that a session keeps, and the waits it allows.
///
/// @param limits how much a peer may ask for and send
/// @param setupTimeout how long a client has until it said what it wants and was let in
/// @param drainTime how long a session goes on after its GOAWAY
/// @param clock the wall clock, which ends a session whose grant expires
public record SessionSettings(
        SessionLimits limits, Duration setupTimeout, Duration drainTime, InstantSource clock) {
    /// Checks its parts.
    public SessionSettings {
        Objects.requireNonNull(limits);
        Objects.requireNonNull(setupTimeout);
        Objects.requireNonNull(drainTime);
        Objects.requireNonNull(clock);
    }

    /// Ten seconds to come in, ten seconds to go, the system's clock.
    public static SessionSettings defaults() {
        return new SessionSettings(
                SessionLimits.defaults(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                InstantSource.system());
    }
}
