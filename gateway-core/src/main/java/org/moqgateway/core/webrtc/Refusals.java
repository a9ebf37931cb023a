package org.moqgateway.core.webrtc;

import org.moqgateway.core.negotiation.NegotiationResult;

/// Translates what negotiation refused.
final class Refusals {
    private Refusals() {}

    static Refusal of(NegotiationResult.Reason reason) {
        return switch (reason) {
            case MALFORMED_SDP -> Refusal.MALFORMED_SDP;
            case UNPROCESSABLE_OFFER -> Refusal.UNPROCESSABLE_OFFER;
            case NO_COMMON_CODEC -> Refusal.NO_COMMON_CODEC;
        };
    }
}
