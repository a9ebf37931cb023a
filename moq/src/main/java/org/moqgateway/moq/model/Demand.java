package org.moqgateway.moq.model;

import java.time.Duration;

/// What a subscriber wishes of a track (moq-lite-05 SUBSCRIBE).
///
/// @param priority 0 to 255, higher is sent first
/// @param ordered whether older groups are sent before newer ones
/// @param maxLatency how far a group may be behind the newest before it is given up; not negative
public record Demand(int priority, boolean ordered, Duration maxLatency) {
    /// The wishes of a consumer that says nothing: the newest groups first.
    public static final Demand DEFAULT = new Demand(0, false, Duration.ZERO);

    /// @throws IllegalArgumentException when a component is out of its range
    public Demand {
        if (priority < 0 || priority > 255) {
            throw new IllegalArgumentException("priority is not within 0..255: " + priority);
        }
        if (maxLatency.isNegative()) {
            throw new IllegalArgumentException("maxLatency is negative: " + maxLatency);
        }
    }

    /// What serves both: the higher priority, the longer latency, in order only when both wish it.
    public Demand merge(Demand other) {
        return new Demand(
                Math.max(priority, other.priority),
                ordered && other.ordered,
                maxLatency.compareTo(other.maxLatency) >= 0 ? maxLatency : other.maxLatency);
    }
}
