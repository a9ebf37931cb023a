package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moqgateway.core.negotiation.NegotiationResult.Accepted;
import org.moqgateway.core.negotiation.NegotiationResult.Reason;
import org.moqgateway.core.negotiation.NegotiationResult.Refused;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SdpResult;
import org.moqgateway.core.sdp.SessionDescription;
import org.moqgateway.core.sdp.Setup;

/// Reads the peer's answer to an offer of ours (RFC 9429 §5.11).
final class AnswerDigest {
    private final SessionDescription offer;
    private final LocalParameters local;
    private final Flow flow;

    AnswerDigest(SessionDescription offer, LocalParameters local) {
        this.offer = offer;
        this.local = local;
        this.flow =
                offer.direction(offer.media().getFirst()) == Direction.RECVONLY
                        ? Flow.INGEST
                        : Flow.EGRESS;
    }

    NegotiationResult read(String answerSdp) {
        return switch (SessionDescription.parse(answerSdp)) {
            case SdpResult.Parsed<SessionDescription> parsed -> read(parsed.value());
            case SdpResult.Malformed<SessionDescription> malformed ->
                    new Refused(Reason.MALFORMED_SDP, malformed.describe());
        };
    }

    private NegotiationResult read(SessionDescription answer) {
        List<MediaSection> active = OfferValidator.active(answer, flow);
        Optional<String> fault = sectionsFault(answer).or(() -> OfferValidator.fault(answer, flow));
        if (fault.isPresent()) {
            return new Refused(Reason.UNPROCESSABLE_OFFER, fault.get());
        }
        List<NegotiatedMedia> media = new ArrayList<>();
        for (MediaSection section : active) {
            SectionNegotiation negotiation = new SectionNegotiation(section, flow);
            negotiation
                    .firstKnownCodec()
                    .filter(codec -> offered(section, codec))
                    .map(codec -> negotiation.media(codec, local.streams()))
                    .ifPresent(media::add);
        }
        return media.size() < active.size()
                ? new Refused(Reason.NO_COMMON_CODEC, "the answer chose a codec nobody offered")
                : accepted(answer, active, media);
    }

    private Optional<String> sectionsFault(SessionDescription answer) {
        if (answer.media().size() != offer.media().size()) {
            return Optional.of("the answer has another number of media sections than the offer");
        }
        for (int i = 0; i < offer.media().size(); i++) {
            MediaSection ours = offer.media().get(i);
            MediaSection theirs = answer.media().get(i);
            boolean sameMid = theirs.port() == 0 || theirs.mid().equals(ours.mid());
            if (!theirs.media().equals(ours.media()) || !sameMid) {
                return Optional.of("media section " + (i + 1) + " is not the one that was offered");
            }
        }
        return Optional.empty();
    }

    private boolean offered(MediaSection answered, NegotiatedCodec codec) {
        return offer.media().stream()
                .filter(section -> section.mid().equals(answered.mid()))
                .anyMatch(section -> section.formats().containsAll(codec.formats()));
    }

    private NegotiationResult accepted(
            SessionDescription answer, List<MediaSection> active, List<NegotiatedMedia> media) {
        PeerTransport transport = new PeerTransport(answer, active);
        Setup setup = transport.setup().orElse(Setup.PASSIVE);
        if (setup == Setup.ACTPASS) {
            return new Refused(
                    Reason.UNPROCESSABLE_OFFER, "a=setup:actpass is no answer: it must choose");
        }
        NegotiatedSession session =
                new NegotiatedSession(
                        transport.ice().orElseThrow(),
                        transport.candidates(),
                        answer.iceLite(),
                        transport.fingerprints(),
                        setup == Setup.ACTIVE ? HandshakeRole.SERVER : HandshakeRole.CLIENT,
                        media,
                        answer.bundle(),
                        TaggedSection.of(transport.tagged()),
                        offer.iceOptions());
        return new Accepted(session, answer, List.of());
    }
}
