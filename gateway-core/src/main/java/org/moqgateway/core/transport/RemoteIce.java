package org.moqgateway.core.transport;

import java.util.List;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;

/// What a description of the peer says about its side of ICE.
///
/// @param parameters its credentials
/// @param lite whether it is ICE-lite: then we are controlling (RFC 8445 §6.1.1)
/// @param offered whether the description is the offer, which we answered: then the peer is
///     controlling, unless it is lite. Counts in the first description alone
/// @param candidates the peer's, not checked yet
public record RemoteIce(
        IceParameters parameters, boolean lite, boolean offered, List<Candidate> candidates) {

    /// Copies the list.
    public RemoteIce {
        candidates = List.copyOf(candidates);
    }
}
