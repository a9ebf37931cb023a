package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.moqgateway.core.sdp.Attribute;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.core.sdp.ExtensionMap;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SdpOrigin;
import org.moqgateway.core.sdp.SessionDescription;
import org.moqgateway.core.sdp.Setup;

/// Writes the answer to a validated offer once it is known what is accepted.
///
/// A browser with the `max-bundle` policy has one transport, that of the offer's tagged section,
/// and cannot
/// apply an answer that rejects it. So a tagged section in which nothing will flow is answered
/// `inactive`
/// and keeps the transport; every other one is rejected.
final class AnswerBuilder {
    private final SessionDescription offer;
    private final LocalParameters local;
    private final Flow flow;
    private final Map<MediaSection, NegotiatedMedia> accepted;
    private final PeerTransport transport;
    private final MediaSection tagged;
    private final Setup setup;

    /// @param accepted the accepted sections of the offer in their order, at least one
    AnswerBuilder(
            SessionDescription offer,
            LocalParameters local,
            Flow flow,
            Map<MediaSection, NegotiatedMedia> accepted) {
        this.offer = offer;
        this.local = local;
        this.flow = flow;
        this.accepted = accepted;
        this.transport = new PeerTransport(offer, List.copyOf(accepted.keySet()));
        this.tagged =
                canCarryTransport(transport.tagged())
                        ? transport.tagged()
                        : accepted.keySet().iterator().next();
        // RFC 4145 §4: an offer without the attribute is active.
        this.setup =
                switch (transport.setup().orElse(Setup.ACTIVE)) {
                    case PASSIVE -> Setup.ACTIVE;
                    // The DTLS client is the last to have its keys: whoever sends media is the
                    // client, so that no keyframe comes before it can be decrypted.
                    case ACTPASS -> flow == Flow.EGRESS ? Setup.ACTIVE : Setup.PASSIVE;
                    case ACTIVE, HOLDCONN -> Setup.PASSIVE;
                };
    }

    /// @param problems why sections are not among the accepted ones
    NegotiationResult.Accepted build(List<SessionProblem> problems) {
        NegotiatedSession session =
                new NegotiatedSession(
                        transport.ice().orElseThrow(),
                        transport.candidates(),
                        offer.iceLite(),
                        transport.fingerprints(),
                        setup == Setup.ACTIVE ? HandshakeRole.CLIENT : HandshakeRole.SERVER,
                        List.copyOf(accepted.values()),
                        bundle(),
                        TaggedSection.of(tagged),
                        transport.iceOptions());
        List<MediaSection> sections = offer.media().stream().map(this::answered).toList();
        return new NegotiationResult.Accepted(
                session,
                new SessionDescription(
                        SdpOrigin.of(local.sessionId(), 1), sessionAttributes(session), sections),
                problems);
    }

    private boolean canCarryTransport(MediaSection section) {
        return section.kind() == MediaKind.AUDIO || section.kind() == MediaKind.VIDEO;
    }

    /// The offer's group without the mids that we reject, or that name no section at all (FFmpeg
    /// always
    /// groups 0 and 1, whether or not it sends both).
    private List<String> bundle() {
        List<String> mids =
                offer.media().stream()
                        .filter(section -> accepted.containsKey(section) || section.equals(tagged))
                        .map(MediaSection::mid)
                        .toList();
        return offer.bundle().stream().filter(mids::contains).distinct().toList();
    }

    private List<Attribute> sessionAttributes(NegotiatedSession session) {
        List<Attribute> attributes = new ArrayList<>();
        if (!session.bundle().isEmpty()) {
            attributes.add(new Attribute("group", "BUNDLE " + String.join(" ", session.bundle())));
        }
        if (offer.has("extmap-allow-mixed")) {
            attributes.add(Attribute.flag("extmap-allow-mixed"));
        }
        if (local.lite()) {
            attributes.add(Attribute.flag("ice-lite"));
        }
        if (!session.localIceOptions().isEmpty()) {
            attributes.add(
                    new Attribute("ice-options", String.join(" ", session.localIceOptions())));
        }
        return attributes;
    }

    private MediaSection answered(MediaSection offered) {
        NegotiatedMedia media = accepted.get(offered);
        if (media != null) {
            return section(offered, media);
        }
        return offered.equals(tagged) ? inactive(offered) : SectionWriter.rejected(offered);
    }

    private MediaSection section(MediaSection offered, NegotiatedMedia media) {
        SectionWriter writer =
                new SectionWriter(local)
                        .transport(media.mid(), setup, offered.equals(tagged))
                        .extensions(extensions(offered, media.codec().codec()))
                        .flag(flow.ours().token());
        if (flow == Flow.EGRESS) {
            writer.msid(media.kind());
        }
        writer.rtcpMux(offered.rtcpReducedSize()).codec(media.codec(), media.feedback().types());
        if (flow == Flow.EGRESS) {
            writer.ssrcs(media.kind(), media.local());
        }
        return writer.section(media.kind(), offered.protocol(), media.codec().formats());
    }

    private MediaSection inactive(MediaSection offered) {
        String format = TaggedSection.of(offered).format();
        return new SectionWriter(local)
                .transport(offered.mid(), setup, true)
                .flag(Direction.INACTIVE.token())
                .rtcpMux(offered.rtcpReducedSize())
                .mirrored(offered, format)
                .section(offered.kind(), offered.protocol(), List.of(format));
    }

    /// With the direction turned to our side where the offer wrote one (RFC 8285 §6).
    private List<ExtensionMap> extensions(MediaSection offered, RtpCodec codec) {
        return new SectionNegotiation(offered, flow)
                .extensions(codec).stream().map(AnswerBuilder::turned).toList();
    }

    private static ExtensionMap turned(ExtensionMap map) {
        Direction direction = map.direction();
        return direction == null
                ? map
                : new ExtensionMap(map.id(), direction.reversed(), map.uri());
    }
}
