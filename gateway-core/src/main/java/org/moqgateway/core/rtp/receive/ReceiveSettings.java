package org.moqgateway.core.rtp.receive;

import java.util.Map;

/// How one media section is received.
///
/// @param clockRateHz of its RTP timestamps
/// @param nack whether generic NACK was negotiated
/// @param rtxToPrimary RTX payload type to the payload type it repairs (`apt`, RFC 4588 §8.6);
/// empty
///     without RTX
/// @param policy how long to wait for what
public record ReceiveSettings(
        int clockRateHz, boolean nack, Map<Integer, Integer> rtxToPrimary, Policy policy) {
    /// Copies the map.
    public ReceiveSettings {
        rtxToPrimary = Map.copyOf(rtxToPrimary);
    }

    /// What waiting is worth.
    public enum Policy {
        /// Every packet matters: wait for repair, ask for a keyframe when it fails.
        VIDEO,
        /// Lateness is worse than loss: wait briefly, then go on.
        AUDIO
    }
}
