package org.moqgateway.core.negotiation;

import java.util.List;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.Fingerprint;
import org.moqgateway.core.sdp.IceParameters;

/// Our side of the transport, made by the caller from its secure random source and its sockets.
///
/// @param sessionId   the number in the `o=` line, not negative
/// @param candidates  all our candidates; peers that read only one read the first
public record LocalParameters(
        long sessionId,
        IceParameters ice,
        List<Candidate> candidates,
        Fingerprint fingerprint,
        LocalStreams streams) {

    public LocalParameters {
        candidates = List.copyOf(candidates);
    }
}
