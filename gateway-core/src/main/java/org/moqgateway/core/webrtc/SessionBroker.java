package org.moqgateway.core.webrtc;

import java.util.List;
import java.util.Optional;

/// What the HTTP side asks of the media side. Safe from any thread; [#accept] may block for a
/// moment and belongs on the control plane (virtual threads). Nothing here throws on foreign bytes.
public interface SessionBroker {
    /// Answers an offer and, when it is taken, sets up the session before returning.
    ///
    /// @param kind whether the peer publishes or plays
    /// @param broadcast the broadcast path, already validated, without a leading slash
    /// @param offerSdp the offer as received
    /// @param terms what a viewer wants and may have; a publisher has none
    AcceptResult accept(SessionKind kind, String broadcast, String offerSdp, ViewerTerms terms);

    /// Answers an offer of somebody who wants and may have everything.
    ///
    /// @param kind whether the peer publishes or plays
    /// @param broadcast the broadcast path, already validated, without a leading slash
    /// @param offerSdp the offer as received
    default AcceptResult accept(SessionKind kind, String broadcast, String offerSdp) {
        return accept(kind, broadcast, offerSdp, ViewerTerms.ALL);
    }

    /// The live session of this id; empty once it ended.
    Optional<PeerSessionHandle> session(String id);

    /// Every live session, in no order.
    List<PeerSessionHandle> sessions();

    /// Every live broadcast, ordered by name.
    List<BroadcastStatus> broadcasts();
}
