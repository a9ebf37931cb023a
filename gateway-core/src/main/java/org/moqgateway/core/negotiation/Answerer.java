package org.moqgateway.core.negotiation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moqgateway.core.negotiation.NegotiationResult.Reason;
import org.moqgateway.core.negotiation.NegotiationResult.Refused;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.RtpMap;
import org.moqgateway.core.sdp.SdpResult;
import org.moqgateway.core.sdp.SessionDescription;

/// Answers offers as an ICE-lite server with one transport. Stateless; any thread.
///
/// The DTLS role follows RFC 9725 §4.4.4: a client may know the client role alone, so an offer of
/// `actpass`
/// or `active` makes us `passive`; only an offer of `passive` makes us `active`.
public final class Answerer {
    /// Formats that repair others: of no help in a message about codecs.
    private static final Set<String> REPAIR = Set.of("rtx", "red", "ulpfec", "flexfec-03");

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
    /// @param available the broadcast's codecs, best first
    /// @return never throws on any text
    public static NegotiationResult answerEgress(
            String offerSdp, LocalParameters local, List<AvailableCodec> available) {
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
        return new AnswerBuilder(offer, local, Flow.INGEST, accepted).build();
    }

    private static NegotiationResult egress(
            SessionDescription offer, LocalParameters local, List<AvailableCodec> available) {
        Optional<String> fault = OfferValidator.fault(offer, Flow.EGRESS);
        if (fault.isPresent()) {
            return new Refused(Reason.UNPROCESSABLE_OFFER, fault.get());
        }
        List<MediaSection> active = OfferValidator.active(offer, Flow.EGRESS);
        Map<MediaSection, NegotiatedMedia> accepted = new LinkedHashMap<>();
        for (MediaSection section : active) {
            SectionNegotiation negotiation = new SectionNegotiation(section, Flow.EGRESS);
            negotiation
                    .firstCommonCodec(available)
                    .map(codec -> negotiation.media(codec, local.streams()))
                    .ifPresent(media -> accepted.put(section, media));
        }
        return accepted.isEmpty()
                ? noCommonCodec(active.getFirst(), "the broadcast has " + names(available))
                : new AnswerBuilder(offer, local, Flow.EGRESS, accepted).build();
    }

    private static Refused noCommonCodec(MediaSection section, String ours) {
        String offered =
                section.rtpMaps().stream()
                        .map(RtpMap::encodingName)
                        .filter(name -> !REPAIR.contains(name.toLowerCase(Locale.ROOT)))
                        .distinct()
                        .collect(Collectors.joining(", "));
        return new Refused(
                Reason.NO_COMMON_CODEC,
                "no codec in common: the "
                        + section.media()
                        + " section offers "
                        + offered
                        + "; "
                        + ours);
    }

    private static String known(MediaSection section) {
        return List.of(RtpCodec.values()).stream()
                .filter(codec -> codec.kind() == section.kind())
                .map(RtpCodec::encodingName)
                .collect(Collectors.joining(", "));
    }

    private static String names(List<AvailableCodec> available) {
        return available.isEmpty()
                ? "nothing that can be sent over WebRTC"
                : available.stream()
                        .map(AvailableCodec::codecString)
                        .collect(Collectors.joining(", "));
    }

    /// What is done with an offer once it has been read.
    private interface Negotiation {
        NegotiationResult on(SessionDescription offer);
    }
}
