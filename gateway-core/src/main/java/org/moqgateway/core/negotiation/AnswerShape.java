package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.moqgateway.core.sdp.Attribute;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SessionDescription;

/// Completes what servers leave out of their answers because the offer leaves no choice: mids,
/// which the order of the sections tells; the BUNDLE group, when every section has the same
/// credentials; `rtcp-mux`, without which our offer (`rtcp-mux-only`, RFC 8858) could not be
/// answered.
final class AnswerShape {
    private final SessionDescription offer;
    private final Flow flow;

    AnswerShape(SessionDescription offer, Flow flow) {
        this.offer = offer;
        this.flow = flow;
    }

    /// @param answer with as many sections as the offer
    SessionDescription complete(SessionDescription answer) {
        SessionDescription named =
                new SessionDescription(
                        answer.origin(),
                        answer.attributes(),
                        IntStream.range(0, answer.media().size())
                                .mapToObj(i -> named(answer.media().get(i), i))
                                .toList());
        List<MediaSection> active = OfferValidator.active(named, flow);
        boolean oneTransport =
                active.size() > 1
                        && named.bundle().isEmpty()
                        && active.stream().map(named::iceParameters).distinct().count() == 1;
        if (!oneTransport) {
            return named;
        }
        String mids = String.join(" ", active.stream().map(MediaSection::mid).toList());
        return new SessionDescription(
                named.origin(),
                Stream.concat(
                                named.attributes().stream(),
                                Stream.of(new Attribute("group", "BUNDLE " + mids)))
                        .toList(),
                named.media());
    }

    /// Without the formats that nobody offered, unless there are no others.
    private List<String> formats(MediaSection section, int index) {
        List<String> offered = offer.media().get(index).formats();
        List<String> common = section.formats().stream().filter(offered::contains).toList();
        return common.isEmpty() ? section.formats() : common;
    }

    private MediaSection named(MediaSection section, int index) {
        List<Attribute> attributes = new ArrayList<>(section.attributes());
        if (section.mid().isEmpty()) {
            attributes.removeIf(attribute -> attribute.name().equals("mid"));
            attributes.add(new Attribute("mid", offer.media().get(index).mid()));
        }
        if (!section.rtcpMux()) {
            attributes.add(Attribute.flag("rtcp-mux"));
        }
        return new MediaSection(
                section.media(),
                section.port(),
                section.protocol(),
                formats(section, index),
                section.connection(),
                attributes);
    }
}
