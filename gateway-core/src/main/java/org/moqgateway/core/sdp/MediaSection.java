package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Optional;

/// A media section: an `m=` line and what follows it (RFC 8866 §5.14).
///
/// @param media      `audio`, `video`, `application`
/// @param port       0..65535
/// @param protocol   such as `UDP/TLS/RTP/SAVPF`
/// @param formats    payload types as text
/// @param connection the value of the section's own `c=` line, or the empty string
/// @param attributes in the order of the text
public record MediaSection(
        String media,
        int port,
        String protocol,
        List<String> formats,
        String connection,
        List<Attribute> attributes)
        implements Attributes {

    public MediaSection {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    /// What the section carries.
    public MediaKind kind() {
        return MediaKind.of(media);
    }

    /// True when the section is switched off: port 0, unless `a=bundle-only` explains it (RFC 9143
    /// §6).
    public boolean rejected() {
        return port == 0 && !has("bundle-only");
    }

    /// The media identification (RFC 5888 §4), or the empty string.
    public String mid() {
        return first("mid").orElse("");
    }

    /// `a=rtcp-mux` (RFC 5761 §5.1.1).
    public boolean rtcpMux() {
        return has("rtcp-mux");
    }

    /// `a=rtcp-rsize`: reduced-size RTCP may be sent (RFC 5506 §5).
    public boolean rtcpReducedSize() {
        return has("rtcp-rsize");
    }

    /// All `a=rtpmap` lines.
    public List<RtpMap> rtpMaps() {
        return all("rtpmap").stream().flatMap(value -> RtpMap.parse(value).stream()).toList();
    }

    /// The `a=rtpmap` of one payload type.
    public Optional<RtpMap> rtpMap(int payloadType) {
        return rtpMaps().stream().filter(map -> map.payloadType() == payloadType).findFirst();
    }

    /// All `a=fmtp` lines.
    public List<FormatParameters> formatParameters() {
        return all("fmtp").stream()
                .flatMap(value -> FormatParameters.parse(value).stream())
                .toList();
    }

    /// The `a=fmtp` of one payload type; without one, no parameters.
    public FormatParameters formatParameters(int payloadType) {
        return formatParameters().stream()
                .filter(parameters -> parameters.payloadType() == payloadType)
                .findFirst()
                .orElse(new FormatParameters(payloadType, ""));
    }

    /// The feedback types that apply to one payload type, such as `nack pli`, those of `*`
    /// included.
    public List<String> feedback(int payloadType) {
        return all("rtcp-fb").stream()
                .flatMap(value -> RtcpFeedback.parse(value).stream())
                .filter(feedback -> feedback.appliesTo(payloadType))
                .map(RtcpFeedback::type)
                .distinct()
                .toList();
    }

    /// All `a=extmap` lines of this section.
    public List<ExtensionMap> extensionMaps() {
        return all("extmap").stream().flatMap(value -> ExtensionMap.parse(value).stream()).toList();
    }

    /// All `a=ssrc` lines.
    public List<SsrcAttribute> ssrcAttributes() {
        return all("ssrc").stream().flatMap(value -> SsrcAttribute.parse(value).stream()).toList();
    }

    /// All `a=ssrc-group` lines.
    public List<SsrcGroup> ssrcGroups() {
        return all("ssrc-group").stream()
                .flatMap(value -> SsrcGroup.parse(value).stream())
                .toList();
    }

    /// The first `a=msid`.
    public Optional<Msid> msid() {
        return first("msid").flatMap(Msid::parse);
    }

    /// All `a=rid` lines.
    public List<Rid> rids() {
        return all("rid").stream().flatMap(value -> Rid.parse(value).stream()).toList();
    }

    /// `a=simulcast`.
    public Optional<Simulcast> simulcast() {
        return first("simulcast").flatMap(Simulcast::parse);
    }

    /// `a=ptime` in milliseconds (RFC 8866 §6.4), or 0 when there is none.
    public int ptimeMillis() {
        return (int)
                first("ptime")
                        .map(value -> Math.max(0, SdpText.number(value, 10_000)))
                        .orElse(0L)
                        .longValue();
    }
}
