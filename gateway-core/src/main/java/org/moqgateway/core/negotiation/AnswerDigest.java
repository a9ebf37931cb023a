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

/// Reads the peer's answer to an offer of ours (RFC 9429 §5.11), see [AnswerShape] for what is
/// understood beyond the standards.
final class AnswerDigest {
    private final SessionDescription offer;
    private final LocalParameters local;
    private final List<AvailableCodec> available;
    private final Flow flow;

    /// @param available what is sent; empty for anything that was offered
    AnswerDigest(SessionDescription offer, LocalParameters local, List<AvailableCodec> available) {
        this.offer = offer;
        this.local = local;
        this.available = List.copyOf(available);
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

    private NegotiationResult read(SessionDescription written) {
        Optional<String> misfit = sectionsFault(written);
        if (misfit.isPresent()) {
            return new Refused(Reason.UNPROCESSABLE_OFFER, misfit.get());
        }
        SessionDescription answer = new AnswerShape(offer, flow).complete(written);
        List<MediaSection> active = OfferValidator.active(answer, flow);
        if (active.isEmpty()) {
            return new Refused(
                    Reason.UNPROCESSABLE_OFFER,
                    switch (flow) {
                        case INGEST -> "the answer sends neither audio nor video";
                        case EGRESS -> "the answer takes neither audio nor video";
                    });
        }
        Optional<String> fault = OfferValidator.fault(answer, flow);
        if (fault.isPresent()) {
            return new Refused(Reason.UNPROCESSABLE_OFFER, fault.get());
        }
        List<NegotiatedMedia> media =
                active.stream().flatMap(section -> media(section).stream()).toList();
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
            boolean sameMid =
                    theirs.port() == 0 || theirs.mid().isEmpty() || theirs.mid().equals(ours.mid());
            if (!theirs.media().equals(ours.media()) || !sameMid) {
                return Optional.of("media section " + (i + 1) + " is not the one that was offered");
            }
        }
        return Optional.empty();
    }

    private Optional<NegotiatedMedia> media(MediaSection section) {
        SectionNegotiation negotiation = new SectionNegotiation(section, flow);
        List<NegotiatedMedia> all = new ArrayList<>();
        codecs(negotiation).stream()
                .filter(codec -> offered(section, codec))
                .map(codec -> negotiation.media(codec, local.streams()))
                .forEach(all::add);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.getFirst().withAlternatives(all.subList(1, all.size())));
    }

    /// What the peer may send is its choice at any time; what we send is the first that it takes.
    private List<NegotiatedCodec> codecs(SectionNegotiation negotiation) {
        return switch (flow) {
            case INGEST -> negotiation.knownCodecs();
            case EGRESS ->
                    (available.isEmpty()
                                    ? negotiation.firstKnownCodec()
                                    : negotiation.firstCommonCodec(available))
                            .stream().toList();
        };
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
