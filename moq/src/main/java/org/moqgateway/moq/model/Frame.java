package org.moqgateway.moq.model;

import java.util.Objects;

/// One moment of a track. Every consumer of a track sees the very same instance, so work done per
/// frame can be shared by identity.
///
/// @param timestampUs presentation time, microseconds on the clock of the broadcast, not negative
/// @param payload the bytes that a MoQ frame carries, container header included; owned by the frame
///     and never modified after construction
// An array component is right here: frames are compared by identity and never copied.
@SuppressWarnings("ArrayRecordComponent")
public record Frame(long timestampUs, byte[] payload) {
    /// @throws IllegalArgumentException when the timestamp is negative
    public Frame {
        Objects.requireNonNull(payload);
        if (timestampUs < 0) {
            throw new IllegalArgumentException("timestampUs is negative: " + timestampUs);
        }
    }
}
