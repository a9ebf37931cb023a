package org.moqgateway.moq.wire;

import java.time.Duration;
import java.util.Objects;

/// What a subscriber wishes, and may change while it subscribes.
///
/// ```text
/// Priority (8) Ordered (8) Max Latency (i, ms) Group Start (i) Group End (i)
/// ```
///
/// @param priority 0 to 255, higher first
/// @param ordered whether older groups are to be sent before newer ones; upstream ignores it and
///     sends the newest first
/// @param maxLatency how long a group is still wanted after a newer one began; sent in whole
///     milliseconds
/// @param groups which groups
public record SubscribeOptions(
        int priority, boolean ordered, Duration maxLatency, GroupRange groups) {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException when the priority is not within 0..255 or the latency is
    ///     negative
    public SubscribeOptions {
        Objects.requireNonNull(groups);
        if (priority < 0 || priority > 0xff) {
            throw new IllegalArgumentException("priority is not within 0..255: " + priority);
        }
        if (maxLatency.isNegative()) {
            throw new IllegalArgumentException("latency is negative: " + maxLatency);
        }
    }

    WireWriter encode(WireWriter out) {
        return out.uint8(priority)
                .uint8(ordered ? 1 : 0)
                .milliseconds(maxLatency)
                .optionalVarInt(groups.first())
                .optionalVarInt(groups.last());
    }

    static SubscribeOptions decode(WireReader in) throws WireException {
        return new SubscribeOptions(
                in.uint8(),
                in.uint8() != 0,
                in.milliseconds(),
                new GroupRange(in.optionalVarInt(), in.optionalVarInt()));
    }
}
