package org.moqgateway.core.ingest;

import java.util.List;
import org.moqgateway.core.negotiation.NegotiatedMedia;

/// How a publisher is received.
///
/// @param media the accepted media sections
/// @param senderSsrc names us in RTCP
/// @param cname our RTCP CNAME (RFC 7022)
/// @param container how frames are wrapped in the broadcast
public record IngestSettings(
        List<NegotiatedMedia> media, int senderSsrc, String cname, IngestContainer container) {
    /// Copies the list.
    public IngestSettings {
        media = List.copyOf(media);
    }
}
