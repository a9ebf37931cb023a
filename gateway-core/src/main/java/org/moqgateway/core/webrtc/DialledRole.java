package org.moqgateway.core.webrtc;

import java.util.List;
import java.util.function.Supplier;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.negotiation.Answerer;
import org.moqgateway.core.negotiation.Availability;
import org.moqgateway.core.negotiation.AvailableCodec;
import org.moqgateway.core.negotiation.LocalParameters;
import org.moqgateway.core.negotiation.LocalStreams;
import org.moqgateway.core.negotiation.NegotiationResult;
import org.moqgateway.core.negotiation.Offerer;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.sdp.SessionDescription;

/// The direction of a session that we dial: what is offered, and what is done with the media once
/// both sides agree. Any thread.
sealed interface DialledRole {
    /// The direction.
    SessionKind kind();

    /// The path of the broadcast.
    String path();

    /// Our offer.
    SessionDescription offer(LocalParameters local);

    /// Reads the answer to our offer.
    NegotiationResult digest(SessionDescription offer, String answerSdp, LocalParameters local);

    /// Answers the peer's offer instead.
    NegotiationResult answer(String offerSdp, LocalParameters local);

    /// Whether there is more to send now than was offered and agreed.
    ///
    /// @param problems of the session
    boolean outgrown(List<SessionProblem> problems);

    /// The media side.
    SessionMedia media(NegotiationResult.Accepted accepted, LocalStreams streams);

    /// The peer sends, a broadcast is filled.
    ///
    /// @param into the broadcast
    record Ingest(HeldPublisher into) implements DialledRole {
        @Override
        public SessionKind kind() {
            return SessionKind.WHIP;
        }

        @Override
        public String path() {
            return into.path();
        }

        @Override
        public SessionDescription offer(LocalParameters local) {
            return Offerer.offerToReceive(local);
        }

        @Override
        public NegotiationResult digest(
                SessionDescription offer, String answerSdp, LocalParameters local) {
            return Offerer.digest(offer, answerSdp, local);
        }

        @Override
        public NegotiationResult answer(String offerSdp, LocalParameters local) {
            return Answerer.answerIngest(offerSdp, local);
        }

        @Override
        public boolean outgrown(List<SessionProblem> problems) {
            return false;
        }

        @Override
        public SessionMedia media(NegotiationResult.Accepted accepted, LocalStreams streams) {
            return into.media(accepted.session(), streams);
        }
    }

    /// We send a broadcast to the peer.
    ///
    /// @param viewers makes the media side
    /// @param path of the broadcast
    /// @param available what of it is offered
    /// @param terms which renditions
    /// @param now what of it could be offered now
    record Egress(
            Viewers viewers,
            String path,
            Availability available,
            ViewerTerms terms,
            Supplier<Availability> now)
            implements DialledRole {
        /// What is sent of a broadcast. A catalog may refer to renditions in other broadcasts; only
        /// those below the one that was asked for are sent away, lest whoever writes the catalog
        /// gives away what is not his.
        static Egress of(
                Viewers viewers,
                DialRequest.Push push,
                Availability available,
                Supplier<Availability> now) {
            String path = push.broadcast();
            return new Egress(
                    viewers,
                    path,
                    available,
                    new ViewerTerms(
                            LayerLimit.NONE,
                            other -> other.equals(path) || other.startsWith(path + "/"),
                            push.renditions()),
                    now);
        }

        private List<AvailableCodec> codecs() {
            return available.codecs();
        }

        @Override
        public SessionKind kind() {
            return SessionKind.WHEP;
        }

        @Override
        public SessionDescription offer(LocalParameters local) {
            return Offerer.offerToSend(local, codecs());
        }

        @Override
        public NegotiationResult digest(
                SessionDescription offer, String answerSdp, LocalParameters local) {
            return Offerer.digest(offer, answerSdp, local, codecs());
        }

        @Override
        public NegotiationResult answer(String offerSdp, LocalParameters local) {
            return Answerer.answerEgress(offerSdp, local, available);
        }

        @Override
        public boolean outgrown(List<SessionProblem> problems) {
            return outgrown(MediaKind.VIDEO, SessionProblem.Code.VIDEO_GONE, problems)
                    || outgrown(MediaKind.AUDIO, SessionProblem.Code.AUDIO_GONE, problems);
        }

        /// A kind that was offered and not agreed is not offered again: the peer does not want it.
        private boolean outgrown(
                MediaKind kind, SessionProblem.Code gone, List<SessionProblem> problems) {
            return has(now.get(), kind)
                    && (!has(available, kind)
                            || problems.stream().anyMatch(problem -> problem.code() == gone));
        }

        private static boolean has(Availability available, MediaKind kind) {
            return available.codecs().stream().anyMatch(codec -> codec.codec().kind() == kind);
        }

        @Override
        public SessionMedia media(NegotiationResult.Accepted accepted, LocalStreams streams) {
            // How long it waits for a broadcast that ended is for whoever dialled to say.
            return viewers.media(
                    new Viewers.Viewing(path, terms, Long.MAX_VALUE), accepted, streams);
        }
    }
}
