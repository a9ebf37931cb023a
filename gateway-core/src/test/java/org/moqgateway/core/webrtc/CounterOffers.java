package org.moqgateway.core.webrtc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Hands a peer's offer to a session that we dialled, as a WHEP server does that answers 406, and
/// the session's answer to the peer.
///
/// @param session that was dialled
record CounterOffers(DialledSession session) implements SessionBroker {
    @Override
    public AcceptResult accept(
            SessionKind kind, String broadcast, String offerSdp, ViewerTerms terms) {
        try {
            // The peer of the test knows one address: loopback.
            String answer =
                    session.counterOffered(offerSdp)
                            .lines()
                            .filter(
                                    line ->
                                            !line.startsWith("a=candidate")
                                                    || line.contains(" 127.0.0.1 "))
                            .collect(Collectors.joining("\r\n", "", "\r\n"));
            return new AcceptResult.Accepted(new Handle(session, broadcast), answer);
        } catch (DialException refused) {
            return new AcceptResult.Refused(
                    Refusal.UNPROCESSABLE_OFFER, String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public Optional<PeerSessionHandle> session(String id) {
        return Optional.empty();
    }

    @Override
    public List<PeerSessionHandle> sessions() {
        return List.of();
    }

    @Override
    public List<BroadcastStatus> broadcasts() {
        return List.of();
    }

    /// The dialled session as the peer's test knows its server.
    private record Handle(DialledSession session, String broadcast) implements PeerSessionHandle {
        @Override
        public String id() {
            return session.id();
        }

        @Override
        public SessionKind kind() {
            return SessionKind.WHIP;
        }

        @Override
        public Instant created() {
            return session.stats().created();
        }

        @Override
        public String etag() {
            return "";
        }

        @Override
        public PatchResult patch(String sdpFragment) {
            return new PatchResult.Trickled();
        }

        @Override
        public boolean isRestart(String sdpFragment) {
            return false;
        }

        @Override
        public void close(String reason) {
            session.close(reason);
        }

        @Override
        public SessionStats stats() {
            return session.stats();
        }
    }
}
