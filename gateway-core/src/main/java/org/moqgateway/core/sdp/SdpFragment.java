package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An `application/trickle-ice-sdpfrag` body (RFC 8840 §9): session-level attributes, then pseudo
/// media
/// sections that carry credentials and candidates.
///
/// @param attributes session-level attributes in the order of the text
/// @param media      the pseudo media sections in the order of the text
public record SdpFragment(List<Attribute> attributes, List<MediaSection> media)
        implements Attributes {

    public SdpFragment {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /// Reads a fragment; lines may end in CRLF or LF. The bounds are those of a description. Never
    /// throws.
    public static SdpResult<SdpFragment> parse(String text) {
        return new SdpParser(text).fragment();
    }

    /// The fragment as text with CRLF line ends.
    public String write() {
        StringBuilder out = new StringBuilder(512);
        SdpWriter.append(out, attributes);
        media.forEach(section -> SdpWriter.append(out, section));
        return out.toString();
    }

    /// The user name fragment, wherever it stands first.
    public Optional<String> ufrag() {
        return everywhere("ice-ufrag").findFirst();
    }

    /// The credentials of the first level that has both.
    public Optional<IceParameters> anyIceParameters() {
        return Stream.concat(media.stream(), Stream.of(this))
                .flatMap(level -> level.iceParameters().stream())
                .findFirst();
    }

    /// The candidates of all levels.
    public List<Candidate> allCandidates() {
        return everywhere("candidate").flatMap(value -> Candidate.parse(value).stream()).toList();
    }

    /// True when the peer has no more candidates.
    public boolean anyEndOfCandidates() {
        return everywhere("end-of-candidates").findFirst().isPresent();
    }

    private Stream<String> everywhere(String name) {
        return Stream.concat(Stream.<Attributes>of(this), media.stream())
                .flatMap(level -> level.all(name).stream());
    }
}
