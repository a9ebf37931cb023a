package org.moqgateway.core.egress;

import java.util.List;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;

/// How a viewer is served.
///
/// @param sections the accepted media sections
/// @param cname the RTCP CNAME of all of them (RFC 7022)
/// @param transportSequence the transport-wide sequence numbers of the viewer
/// @param keyframes asks the publisher for keyframes
public record EgressSettings(
        List<Section> sections,
        String cname,
        TransportSequence transportSequence,
        KeyframeRequests keyframes) {
    /// Copies the list.
    public EgressSettings {
        sections = List.copyOf(sections);
    }

    /// One accepted media section.
    ///
    /// @param codec the negotiated codec
    /// @param send its RTP streams
    /// @param firstRtpTimestamp random start of the RTP timestamps (RFC 3550 §5.1)
    public record Section(RtpCodec codec, SendSettings send, int firstRtpTimestamp) {}
}
