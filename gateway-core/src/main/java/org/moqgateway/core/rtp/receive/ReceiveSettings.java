package org.moqgateway.core.rtp.receive;

import java.util.Map;

/// How one media section is received.
///
/// @param clockRateHz of its RTP timestamps
/// @param nack whether generic NACK was negotiated
/// @param rtxToPrimary RTX payload type to the payload type that it repairs (`apt`, RFC 4588 §8.6);
///     empty without RTX
/// @param policy how long to wait for what
public record ReceiveSettings(
        int clockRateHz, boolean nack, Map<Integer, Integer> rtxToPrimary, Policy policy) {
    /// Copies the map.
    ///
    /// @throws IllegalArgumentException for a clock rate or payload type out of range
    public ReceiveSettings {
        rtxToPrimary = Map.copyOf(rtxToPrimary);
        if (clockRateHz <= 0) {
            throw new IllegalArgumentException("clock rate must be positive: " + clockRateHz);
        }
        rtxToPrimary.forEach(
                (rtx, primary) -> {
                    if ((rtx | primary) < 0 || (rtx | primary) > 127) {
                        throw new IllegalArgumentException(
                                "payload types must be 0..127: " + rtx + ", " + primary);
                    }
                });
    }

    /// What waiting is worth.
    public enum Policy {
        /// Every packet matters: wait for its repair for a few round trips (250 ms to 1 s), 60 ms
        /// without NACK, and want a keyframe when it does not come.
        VIDEO,
        /// Lateness is worse than loss: wait 100 ms for a repair, 40 ms without NACK, then go on.
        AUDIO
    }
}
