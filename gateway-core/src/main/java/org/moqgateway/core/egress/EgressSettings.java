package org.moqgateway.core.egress;

import java.util.List;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;

/// How a viewer is served.
///
/// @param sections the accepted media sections
/// @param cname the RTCP CNAME of all of them (RFC 7022)
/// @param transportSequence the transport-wide sequence numbers of the viewer
/// @param keyframes asks the publisher for keyframes
/// @param problems why sections of the viewer were not accepted
/// @param lingerNanos how long the session waits for its broadcast to come back under the same name
public record EgressSettings(
        List<Section> sections,
        String cname,
        TransportSequence transportSequence,
        KeyframeRequests keyframes,
        List<SessionProblem> problems,
        long lingerNanos) {
    /// How long a viewer waits.
    public static final long VIEWER_LINGER_NANOS = 30_000_000_000L;

    /// Those of a viewer.
    public EgressSettings(
            List<Section> sections,
            String cname,
            TransportSequence transportSequence,
            KeyframeRequests keyframes,
            List<SessionProblem> problems) {
        this(sections, cname, transportSequence, keyframes, problems, VIEWER_LINGER_NANOS);
    }

    /// Copies the lists.
    public EgressSettings {
        sections = List.copyOf(sections);
        problems = List.copyOf(problems);
    }

    /// One accepted media section.
    ///
    /// @param wish what was negotiated
    /// @param send its RTP streams
    /// @param firstRtpTimestamp random start of the RTP timestamps (RFC 3550 §5.1)
    public record Section(FeedWish wish, SendSettings send, int firstRtpTimestamp) {}
}
