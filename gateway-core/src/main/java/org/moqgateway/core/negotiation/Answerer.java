package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moqgateway.core.negotiation.NegotiationResult.Reason;
import org.moqgateway.core.negotiation.NegotiationResult.Refused;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SdpResult;
import org.moqgateway.core.sdp.SessionDescription;

/// Answers offers as an ICE-lite server with one transport. Stateless; any thread.
///
/// The DTLS role follows RFC 9725 §4.4.4: a client may know the client role alone, so an offer of
/// `actpass`
/// or `active` makes us `passive`; only an offer of `passive` makes us `active`.
public final class Answerer {
    private Answerer() {}

    /// Answers a WHIP offer (RFC 9725 §4.2): we receive every section that sends. There are no
    /// partial
    /// answers (§4.4.3): one sending section without a common codec refuses the whole offer.
    /// Sections that
    /// send nothing (data channels, `recvonly`, `inactive`) are rejected with port 0.
    ///
    /// @param local our transport; its SSRCs become the sender SSRCs of our RTCP
    /// @return never throws on any text
    public static NegotiationResult answerIngest(String offerSdp, LocalParameters local) {
        return answer(offerSdp, offer -> ingest(offer, local));
    }

    /// Answers a WHEP offer (draft-ietf-wish-whep §4.3): we send what the broadcast has. Sections
    /// that
    /// have no counterpart in the broadcast are rejected with port 0 and leave the BUNDLE group; if
    /// the
    /// offer's tagged section is such a one it stays, `inactive`, to carry the transport. An offer
    /// of
    /// which nothing would be left is refused, since an answer without media opens no session.
    ///
    /// Of each section the first codec of the viewer's list is taken that the broadcast has,
    /// and the first rendition of it that one of the viewer's formats fits.
    ///
    /// @param available what the broadcast has
    /// @return never throws on any text
    public static NegotiationResult answerEgress(
            String offerSdp, LocalParameters local, Availability available) {
        return answer(offerSdp, offer -> egress(offer, local, available));
    }

    private static NegotiationResult answer(String offerSdp, Negotiation negotiation) {
        return switch (SessionDescription.parse(offerSdp)) {
            case SdpResult.Parsed<SessionDescription> parsed -> negotiation.on(parsed.value());
            case SdpResult.Malformed<SessionDescription> malformed ->
                    new Refused(Reason.MALFORMED_SDP, malformed.describe());
        };
    }

    private static NegotiationResult ingest(SessionDescription offer, LocalParameters local) {
        Optional<String> fault = OfferValidator.fault(offer, Flow.INGEST);
        if (fault.isPresent()) {
            return new Refused(Reason.UNPROCESSABLE_OFFER, fault.get());
        }
        Map<MediaSection, NegotiatedMedia> accepted = new LinkedHashMap<>();
        for (MediaSection section : OfferValidator.active(offer, Flow.INGEST)) {
            SectionNegotiation negotiation = new SectionNegotiation(section, Flow.INGEST);
            Optional<NegotiatedCodec> codec = negotiation.firstKnownCodec();
            if (codec.isEmpty()) {
                return noCommonCodec(section, "this server takes " + known(section));
            }
            accepted.put(section, negotiation.media(codec.get(), local.streams()));
        }
        return new AnswerBuilder(offer, local, Flow.INGEST, accepted).build(List.of());
    }

    private static NegotiationResult egress(
            SessionDescription offer, LocalParameters local, Availability available) {
        Optional<String> fault = OfferValidator.fault(offer, Flow.EGRESS);
        if (fault.isPresent()) {
            return new Refused(Reason.UNPROCESSABLE_OFFER, fault.get());
        }
        List<MediaSection> active = OfferValidator.active(offer, Flow.EGRESS);
        List<SessionProblem> problems = new ArrayList<>();
        Map<MediaSection, NegotiatedMedia> accepted = new LinkedHashMap<>();
        for (MediaSection section : active) {
            SectionNegotiation negotiation = new SectionNegotiation(section, Flow.EGRESS);
            negotiation
                    .firstCommonCodec(available.codecs())
                    .map(codec -> negotiation.media(codec, local.streams()))
                    .ifPresentOrElse(
                            media -> accepted.put(section, media),
                            () -> Unserved.problem(section, available).ifPresent(problems::add));
        }
        if (!accepted.isEmpty()) {
            return new AnswerBuilder(offer, local, Flow.EGRESS, accepted).build(problems);
        }
        return problems.isEmpty()
                ? noCommonCodec(
                        active.getFirst(),
                        "the broadcast has " + Unserved.names(available.codecs()))
                : new Refused(
                        Reason.NO_COMMON_CODEC,
                        "no codec in common: "
                                + problems.stream()
                                        .map(SessionProblem::text)
                                        .collect(Collectors.joining("; ")));
    }

    private static Refused noCommonCodec(MediaSection section, String ours) {
        return new Refused(
                Reason.NO_COMMON_CODEC,
                "no codec in common: the "
                        + section.media()
                        + " section offers "
                        + Unserved.offered(section)
                        + "; "
                        + ours);
    }

    private static String known(MediaSection section) {
        return List.of(RtpCodec.values()).stream()
                .filter(codec -> codec.kind() == section.kind())
                .map(RtpCodec::encodingName)
                .collect(Collectors.joining(", "));
    }

    /// What is done with an offer once it has been read.
    private interface Negotiation {
        NegotiationResult on(SessionDescription offer);
    }
}
