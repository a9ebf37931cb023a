package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Optional;

/// A session description (RFC 8866). Session-level lines that mean nothing to WebRTC (`i=`, `u=`,
/// `e=`,
/// `p=`, `b=`, `r=`, `z=`, `k=`, the texts of `s=` and `t=`) are checked for their form and
/// dropped.
///
/// @param origin     the `o=` line
/// @param attributes session-level attributes in the order of the text
/// @param media      the media sections in the order of the text
public record SessionDescription(
        SdpOrigin origin, List<Attribute> attributes, List<MediaSection> media)
        implements Attributes {

    public SessionDescription {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /// Reads a description; lines may end in CRLF or LF. Text beyond the bounds (128 KiB, 32 media
    /// sections, 2048 lines) is malformed. Never throws.
    public static SdpResult<SessionDescription> parse(String text) {
        return new SdpParser(text).description();
    }

    /// The description as text with CRLF line ends.
    public String write() {
        StringBuilder out = new StringBuilder(2048);
        out.append("v=0\r\no=").append(origin.text()).append("\r\ns=-\r\nt=0 0\r\n");
        SdpWriter.append(out, attributes);
        media.forEach(section -> SdpWriter.append(out, section));
        return out.toString();
    }

    /// `a=extmap-allow-mixed` at either level (RFC 8285 §6).
    public boolean allowsMixedExtensions(MediaSection section) {
        return has("extmap-allow-mixed") || section.has("extmap-allow-mixed");
    }

    /// The direction of a section: its own, else the session's, else sendrecv (RFC 8866 §6.7).
    public Direction direction(MediaSection section) {
        return section.writtenDirection().or(this::writtenDirection).orElse(Direction.SENDRECV);
    }

    /// The ICE credentials of a section: its own, else the session's (RFC 8839 §5.4).
    public Optional<IceParameters> iceParameters(MediaSection section) {
        return section.iceParameters().or(this::iceParameters);
    }

    /// The fingerprints of a section: its own, else the session's (RFC 8122 §5).
    public List<Fingerprint> fingerprints(MediaSection section) {
        return section.has("fingerprint") ? section.fingerprints() : fingerprints();
    }

    /// The DTLS role of a section: its own, else the session's (RFC 4145 §4).
    public Optional<Setup> setup(MediaSection section) {
        return section.setup().or(this::setup);
    }

    /// The ICE options of a section and of the session together (RFC 8839 §5.6).
    public boolean hasIceOption(MediaSection section, String option) {
        return iceOptions().contains(option) || section.iceOptions().contains(option);
    }
}
