package org.moqgateway.core.negotiation;

import java.util.List;

/// Answers offers as an ICE-lite server.
public final class Answerer {
    private Answerer() {}

    /// Answers a WHIP offer (RFC 9725): we receive.
    public static NegotiationResult answerIngest(String offerSdp, LocalParameters local) {
        return new NegotiationResult.Refused(NegotiationResult.Reason.MALFORMED_SDP, offerSdp);
    }

    /// Answers a WHEP offer (draft-ietf-wish-whep): we send what the broadcast has, at most one
    /// codec
    /// string per rendition, best first.
    public static NegotiationResult answerEgress(
            String offerSdp, LocalParameters local, List<AvailableCodec> available) {
        return new NegotiationResult.Refused(NegotiationResult.Reason.MALFORMED_SDP, offerSdp);
    }
}
