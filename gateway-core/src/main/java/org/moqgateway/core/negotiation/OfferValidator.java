package org.moqgateway.core.negotiation;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SessionDescription;
import org.moqgateway.core.sdp.Setup;

/// Says whether a well-formed offer can become a WHIP or WHEP session, whatever its codecs.
final class OfferValidator {
    /// RFC 9429 §5.1.2: profiles that mean the same to a WebRTC endpoint.
    private static final Pattern PROTOCOLS = Pattern.compile("((UDP|TCP)/(TLS|DTLS)/)?RTP/S?AVPF?");

    private OfferValidator() {}

    /// The sections that carry the flow: audio or video, not switched off, with the right
    /// direction.
    static List<MediaSection> active(SessionDescription offer, Flow flow) {
        return offer.media().stream()
                .filter(OfferValidator::isMedia)
                .filter(section -> !section.rejected())
                .filter(section -> flow.isOfferedBy(offer.direction(section)))
                .toList();
    }

    /// What stands against a session, for a person; empty when nothing does.
    static Optional<String> fault(SessionDescription offer, Flow flow) {
        List<MediaSection> active = active(offer, flow);
        return sectionsFault(active, flow)
                .or(() -> bundleFault(offer, active))
                .or(() -> transportFault(new PeerTransport(offer, active)));
    }

    private static boolean isMedia(MediaSection section) {
        return section.kind() == MediaKind.AUDIO || section.kind() == MediaKind.VIDEO;
    }

    private static Optional<String> sectionsFault(List<MediaSection> active, Flow flow) {
        if (active.isEmpty()) {
            return Optional.of(
                    switch (flow) {
                        case INGEST -> "no media section sends audio or video";
                        case EGRESS -> "no media section receives audio or video";
                    });
        }
        Set<MediaKind> kinds = new HashSet<>();
        for (MediaSection section : active) {
            if (!kinds.add(section.kind())) {
                return Optional.of(
                        "more than one " + section.media() + " section; one of each is supported");
            }
            if (!PROTOCOLS.matcher(section.protocol()).matches()) {
                return Optional.of("protocol " + section.protocol() + " is not DTLS-SRTP");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> bundleFault(
            SessionDescription offer, List<MediaSection> active) {
        Set<String> mids = new HashSet<>();
        for (MediaSection section : offer.media()) {
            if (!section.mid().isEmpty() && !mids.add(section.mid())) {
                return Optional.of("two media sections share mid " + section.mid());
            }
        }
        boolean bundled =
                active.stream().allMatch(section -> offer.bundle().contains(section.mid()));
        return active.size() == 1 || bundled
                ? Optional.empty()
                : Optional.of("all media sections must be in one BUNDLE group");
    }

    private static Optional<String> transportFault(PeerTransport transport) {
        if (!transport.rtcpMux()) {
            return Optional.of("a=rtcp-mux is missing; RTP and RTCP must share a port");
        }
        if (transport.ice().isEmpty()) {
            return Optional.of("a=ice-ufrag and a=ice-pwd are missing");
        }
        if (transport.fingerprints().isEmpty()) {
            return Optional.of("a=fingerprint with sha-256, sha-384 or sha-512 is missing");
        }
        return transport.setup().equals(Optional.of(Setup.HOLDCONN))
                ? Optional.of("a=setup:holdconn opens no DTLS association")
                : Optional.empty();
    }
}
