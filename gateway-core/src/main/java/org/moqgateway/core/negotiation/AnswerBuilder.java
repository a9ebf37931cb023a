package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moqgateway.core.sdp.Attribute;
import org.moqgateway.core.sdp.ExtensionMap;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SdpOrigin;
import org.moqgateway.core.sdp.SessionDescription;
import org.moqgateway.core.sdp.Setup;

/// Writes the answer to a validated offer once it is known what is accepted.
final class AnswerBuilder {
    private final SessionDescription offer;
    private final LocalParameters local;
    private final Flow flow;

    AnswerBuilder(SessionDescription offer, LocalParameters local, Flow flow) {
        this.offer = offer;
        this.local = local;
        this.flow = flow;
    }

    /// @param accepted the accepted sections of the offer in their order, at least one
    NegotiationResult.Accepted build(Map<MediaSection, NegotiatedMedia> accepted) {
        PeerTransport transport = new PeerTransport(offer, List.copyOf(accepted.keySet()));
        // RFC 4145 §4: an offer without the attribute is active.
        boolean weAreClient = transport.setup().equals(Optional.of(Setup.PASSIVE));
        List<String> bundle = bundle(accepted);
        NegotiatedSession session =
                new NegotiatedSession(
                        transport.ice().orElseThrow(),
                        transport.candidates(),
                        offer.iceLite(),
                        transport.fingerprints(),
                        weAreClient ? HandshakeRole.CLIENT : HandshakeRole.SERVER,
                        List.copyOf(accepted.values()),
                        bundle,
                        transport.iceOptions());
        return new NegotiationResult.Accepted(session, answer(session, accepted));
    }

    /// The offer's group without the mids that we reject, or that name no section at all (FFmpeg
    /// always
    /// groups 0 and 1, whether or not it sends both).
    private List<String> bundle(Map<MediaSection, NegotiatedMedia> accepted) {
        List<String> mids = accepted.keySet().stream().map(MediaSection::mid).toList();
        return offer.bundle().stream().filter(mids::contains).distinct().toList();
    }

    private SessionDescription answer(
            NegotiatedSession session, Map<MediaSection, NegotiatedMedia> accepted) {
        List<MediaSection> sections = new ArrayList<>();
        String tagged = session.taggedMedia().mid();
        for (MediaSection offered : offer.media()) {
            NegotiatedMedia media = accepted.get(offered);
            sections.add(
                    media == null
                            ? SectionWriter.rejected(offered)
                            : section(offered, media, session, media.mid().equals(tagged)));
        }
        return new SessionDescription(
                SdpOrigin.of(local.sessionId(), 1), sessionAttributes(session), sections);
    }

    private List<Attribute> sessionAttributes(NegotiatedSession session) {
        List<Attribute> attributes = new ArrayList<>();
        if (!session.bundle().isEmpty()) {
            attributes.add(new Attribute("group", "BUNDLE " + String.join(" ", session.bundle())));
        }
        if (offer.has("extmap-allow-mixed")) {
            attributes.add(Attribute.flag("extmap-allow-mixed"));
        }
        attributes.add(Attribute.flag("ice-lite"));
        if (!session.localIceOptions().isEmpty()) {
            attributes.add(
                    new Attribute("ice-options", String.join(" ", session.localIceOptions())));
        }
        return attributes;
    }

    private MediaSection section(
            MediaSection offered,
            NegotiatedMedia media,
            NegotiatedSession session,
            boolean tagged) {
        Setup setup =
                switch (session.dtlsRole()) {
                    case CLIENT -> Setup.ACTIVE;
                    case SERVER -> Setup.PASSIVE;
                };
        SectionWriter writer =
                new SectionWriter(local)
                        .transport(media.mid(), setup, tagged)
                        .extensions(extensions(offered))
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

    /// With the direction turned to our side where the offer wrote one (RFC 8285 §6).
    private List<ExtensionMap> extensions(MediaSection offered) {
        return new SectionNegotiation(offered, flow)
                .extensions().stream()
                        .map(
                                map ->
                                        map.direction() == null
                                                ? map
                                                : new ExtensionMap(
                                                        map.id(),
                                                        map.direction().reversed(),
                                                        map.uri()))
                        .toList();
    }
}
