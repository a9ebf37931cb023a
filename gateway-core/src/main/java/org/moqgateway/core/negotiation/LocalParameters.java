package org.moqgateway.core.negotiation;

import java.util.List;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.Fingerprint;
import org.moqgateway.core.sdp.IceParameters;

/// Our side of the transport, made by the caller from its secure random source and its sockets.
///
/// @param sessionId   the number in the `o=` line, not negative
/// @param candidates  our candidates; peers that read only one read the first
/// @param gathered    whether there will be no other candidates
/// @param lite        whether our answers say that we only answer checks (RFC 8445 §2.5); an offer
/// of ours never says it
public record LocalParameters(
        long sessionId,
        IceParameters ice,
        List<Candidate> candidates,
        boolean gathered,
        boolean lite,
        Fingerprint fingerprint,
        LocalStreams streams) {

    public LocalParameters {
        candidates = List.copyOf(candidates);
    }

    /// All candidates of an ICE-lite side.
    public LocalParameters(
            long sessionId,
            IceParameters ice,
            List<Candidate> candidates,
            Fingerprint fingerprint,
            LocalStreams streams) {
        this(sessionId, ice, candidates, true, true, fingerprint, streams);
    }
}
