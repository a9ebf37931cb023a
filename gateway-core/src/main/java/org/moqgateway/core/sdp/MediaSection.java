package org.moqgateway.core.sdp;

import java.util.List;

/// A media section: an `m=` line and what follows it (RFC 8866 §5.14).
///
/// @param media      `audio`, `video`, `application`
/// @param port       0..65535; 0 without `a=bundle-only` means rejected
/// @param protocol   such as `UDP/TLS/RTP/SAVPF`
/// @param formats    payload types as text, at least one
/// @param connection the value of the section's own `c=` line, or the empty string
/// @param attributes in the order of the text
public record MediaSection(
        String media,
        int port,
        String protocol,
        List<String> formats,
        String connection,
        List<Attribute> attributes) {

    public MediaSection {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }
}
