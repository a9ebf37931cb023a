package org.moqgateway.moq.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One moment of a track. Every consumer of a track sees the very same instance, so work done per
/// frame can be shared by identity. A frame belongs to one place in one group.
public final class Frame {
    private final long timestampUs;
    private final byte[] payload;

    // Several may set it: each of them made the same bytes, so it does not matter whose stay.
    private volatile byte @Nullable [] header;

    /// @param timestampUs presentation time, microseconds on the clock of the broadcast, not
    ///     negative
    /// @param payload the bytes that a MoQ frame carries, container header included; owned by the
    ///     frame and never modified from here on
    /// @throws IllegalArgumentException when the timestamp is negative
    public Frame(long timestampUs, byte[] payload) {
        if (timestampUs < 0) {
            throw new IllegalArgumentException("timestampUs is negative: " + timestampUs);
        }
        this.timestampUs = timestampUs;
        this.payload = Objects.requireNonNull(payload);
    }

    /// Presentation time, microseconds on the clock of the broadcast, not negative.
    public long timestampUs() {
        return timestampUs;
    }

    /// The bytes that a MoQ frame carries; never modify them.
    public byte[] payload() {
        return payload;
    }

    /// What precedes the payload on the wire of the newest version; null until somebody made it.
    /// Never modify it. Any thread.
    public byte @Nullable [] header() {
        return header;
    }

    /// Keeps what precedes the payload on the wire, so that it is made once for all subscribers.
    /// Several threads may do so at once: they all made the same bytes.
    public void header(byte[] encoded) {
        header = encoded;
    }
}
