package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moqgateway.core.sdp.Attributes;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.Fingerprint;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SessionDescription;
import org.moqgateway.core.sdp.Setup;

/// Reads the one transport that a bundled description has. Its attributes stand in the tagged
/// section of
/// the BUNDLE group (RFC 9143 §7.1.3), which need not be one that carries our media; peers that
/// repeat
/// them in every section, or write them at session level, are understood as well.
final class PeerTransport {
    /// More than any host has addresses and servers.
    private static final int MOST_CANDIDATES = 128;

    private final SessionDescription description;
    private final List<MediaSection> sections;

    /// @param active the sections that carry media, at least one
    PeerTransport(SessionDescription description, List<MediaSection> active) {
        this.description = description;
        this.sections = new ArrayList<>();
        description.bundle().stream()
                .flatMap(mid -> section(mid).stream())
                .filter(section -> section.port() != 0)
                .findFirst()
                .ifPresent(sections::add);
        sections.addAll(active);
    }

    /// The tagged section, or the first that carries media when there is no BUNDLE group.
    MediaSection tagged() {
        return sections.getFirst();
    }

    boolean rtcpMux() {
        return sections.stream().anyMatch(MediaSection::rtcpMux);
    }

    Optional<IceParameters> ice() {
        return sections.stream()
                .flatMap(section -> description.iceParameters(section).stream())
                .findFirst();
    }

    List<Fingerprint> fingerprints() {
        return sections.stream()
                .map(description::fingerprints)
                .filter(fingerprints -> !fingerprints.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    Optional<Setup> setup() {
        return sections.stream()
                .flatMap(section -> description.setup(section).stream())
                .findFirst();
    }

    /// Candidates of every section, and of the session: all belong to the one transport.
    List<Candidate> candidates() {
        return Stream.concat(sections.stream(), Stream.<Attributes>of(description))
                .map(Attributes::candidates)
                .flatMap(List::stream)
                .distinct()
                .limit(MOST_CANDIDATES)
                .toList();
    }

    /// Those of `trickle` and `ice2` that the peer names, in that order.
    List<String> iceOptions() {
        return List.of("trickle", "ice2").stream()
                .filter(
                        option ->
                                sections.stream()
                                        .anyMatch(s -> description.hasIceOption(s, option)))
                .toList();
    }

    private Optional<MediaSection> section(String mid) {
        return description.media().stream()
                .filter(section -> section.mid().equals(mid))
                .findFirst();
    }
}
