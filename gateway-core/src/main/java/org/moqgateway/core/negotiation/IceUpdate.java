package org.moqgateway.core.negotiation;

import java.util.List;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;

/// What an `application/trickle-ice-sdpfrag` body asks of a session (RFC 9725 §4.3).
public sealed interface IceUpdate {

    /// More candidates of the current ICE session.
    record Trickled(List<Candidate> candidates, boolean endOfCandidates) implements IceUpdate {}

    /// New credentials: an ICE restart. The candidates replace all former ones.
    record Restart(IceParameters remoteIce, List<Candidate> candidates) implements IceUpdate {}

    /// Not a fragment, or one that says nothing usable.
    record Refused(NegotiationResult.Reason reason, String detail) implements IceUpdate {}

    /// Reads a fragment against the session's current remote credentials. Never throws.
    static IceUpdate read(String sdpFragment, IceParameters currentRemoteIce) {
        throw new UnsupportedOperationException(sdpFragment + currentRemoteIce);
    }

    /// The body of the 200 answer to a [Restart]: our new credentials and all our candidates.
    static String answerRestart(
            NegotiatedSession session, IceParameters newLocalIce, List<Candidate> candidates) {
        throw new UnsupportedOperationException(session + " " + newLocalIce + candidates);
    }
}
