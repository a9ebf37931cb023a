package org.moqgateway.core.sdp;

import java.util.List;

/// A session description (RFC 8866).
///
/// @param origin     the `o=` line
/// @param attributes session-level attributes in the order of the text
/// @param media      the media sections in the order of the text
public record SessionDescription(
        SdpOrigin origin, List<Attribute> attributes, List<MediaSection> media) {

    public SessionDescription {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /// Reads a description; lines may end in CRLF or LF. Never throws.
    public static SdpResult<SessionDescription> parse(String text) {
        throw new UnsupportedOperationException(text);
    }

    /// The description as text with CRLF line ends.
    public String write() {
        throw new UnsupportedOperationException();
    }
}
