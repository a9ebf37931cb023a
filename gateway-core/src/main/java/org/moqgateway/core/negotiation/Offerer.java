package org.moqgateway.core.negotiation;

import java.util.List;
import org.moqgateway.core.sdp.SessionDescription;

/// Offers as a full-ICE client.
public final class Offerer {
    private Offerer() {}

    /// A WHEP player's offer: recvonly audio and video with every codec we know.
    public static SessionDescription offerToReceive(LocalParameters local) {
        throw new UnsupportedOperationException(local.toString());
    }

    /// A WHIP client's offer: sendonly sections for the kinds that `available` has.
    public static SessionDescription offerToSend(
            LocalParameters local, List<AvailableCodec> available) {
        throw new UnsupportedOperationException(local + " " + available);
    }

    /// Reads the answer to `offer`.
    public static NegotiationResult digest(
            SessionDescription offer, String answerSdp, LocalParameters local) {
        throw new UnsupportedOperationException(offer + answerSdp + local);
    }
}
