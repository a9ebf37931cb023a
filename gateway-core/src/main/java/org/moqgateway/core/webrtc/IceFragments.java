package org.moqgateway.core.webrtc;

import java.util.ArrayList;
import java.util.List;
import org.moqgateway.core.sdp.Attribute;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SdpFragment;
import org.moqgateway.core.sdp.SessionDescription;

/// Writes `application/trickle-ice-sdpfrag` bodies (RFC 8840 §9, RFC 9725 §4.3.1): the credentials
/// at the session level, where some servers look for them, and in the section that stands for the
/// whole transport, where others do. Pure.
final class IceFragments {
    private IceFragments() {}

    /// @param offer ours, whose first section carries the transport
    /// @param ice our credentials
    /// @param candidates those to tell
    /// @param complete whether there will be no other
    static String write(
            SessionDescription offer,
            IceParameters ice,
            List<Candidate> candidates,
            boolean complete) {
        List<Attribute> session = new ArrayList<>();
        offer.first("group").ifPresent(group -> session.add(new Attribute("group", group)));
        offer.first("ice-options")
                .ifPresent(options -> session.add(new Attribute("ice-options", options)));
        session.addAll(credentials(ice));
        MediaSection tagged = offer.media().getFirst();
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Attribute("mid", tagged.mid()));
        attributes.addAll(credentials(ice));
        candidates.forEach(
                candidate -> attributes.add(new Attribute("candidate", candidate.text())));
        if (complete) {
            attributes.add(Attribute.flag("end-of-candidates"));
        }
        MediaSection section =
                new MediaSection(
                        tagged.media(),
                        tagged.port(),
                        tagged.protocol(),
                        tagged.formats().subList(0, 1),
                        "",
                        attributes);
        return new SdpFragment(session, List.of(section)).write();
    }

    private static List<Attribute> credentials(IceParameters ice) {
        return List.of(
                new Attribute("ice-ufrag", ice.ufrag()), new Attribute("ice-pwd", ice.password()));
    }
}
