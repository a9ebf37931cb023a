package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moqgateway.core.negotiation.NegotiationResult.Reason;
import org.moqgateway.core.sdp.Attribute;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SdpFragment;
import org.moqgateway.core.sdp.SdpResult;

/// What an `application/trickle-ice-sdpfrag` body asks of a session (RFC 9725 §4.3). The user name
/// fragment tells the two apart: RFC 9725 §4.3.3 turns the mismatch that RFC 8840 would discard
/// into an ICE
/// restart.
public sealed interface IceUpdate {

    /// More candidates of the current ICE session.
    ///
    /// @param candidates the usable ones; others are dropped without a word (RFC 9725 §4.3.2)
    record Trickled(List<Candidate> candidates, boolean endOfCandidates) implements IceUpdate {
        public Trickled {
            candidates = List.copyOf(candidates);
        }
    }

    /// New credentials: an ICE restart.
    ///
    /// @param candidates the usable ones; they replace all former ones (RFC 9725 §4.3.3)
    record Restart(IceParameters remoteIce, List<Candidate> candidates) implements IceUpdate {
        public Restart {
            candidates = List.copyOf(candidates);
        }
    }

    /// Not a fragment, or one that says nothing usable.
    record Refused(Reason reason, String detail) implements IceUpdate {}

    /// Reads a fragment against the session's current remote credentials. Never throws.
    static IceUpdate read(String sdpFragment, IceParameters currentRemoteIce) {
        return switch (SdpFragment.parse(sdpFragment)) {
            case SdpResult.Parsed<SdpFragment> parsed -> read(parsed.value(), currentRemoteIce);
            case SdpResult.Malformed<SdpFragment> malformed ->
                    new Refused(Reason.MALFORMED_SDP, malformed.describe());
        };
    }

    private static IceUpdate read(SdpFragment fragment, IceParameters current) {
        List<Candidate> usable =
                fragment.allCandidates().stream()
                        .filter(candidate -> candidate.udpAddress().isPresent())
                        .toList();
        String ufrag = fragment.ufrag().orElse(current.ufrag());
        if (ufrag.equals(current.ufrag())) {
            return new Trickled(usable, fragment.anyEndOfCandidates());
        }
        Optional<IceParameters> restarted =
                fragment.anyIceParameters().filter(ice -> ice.ufrag().equals(ufrag));
        return restarted.isPresent()
                ? new Restart(restarted.get(), usable)
                : new Refused(
                        Reason.UNPROCESSABLE_OFFER,
                        "a new a=ice-ufrag restarts ICE and needs its a=ice-pwd");
    }

    /// The body of the 200 answer to a [Restart]: our new credentials and all our candidates, with
    /// the
    /// `ice-lite` and `ice-options` of the answer (RFC 9725 §4.3.3).
    static String answerRestart(
            NegotiatedSession session, IceParameters newLocalIce, List<Candidate> candidates) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(Attribute.flag("ice-lite"));
        if (!session.localIceOptions().isEmpty()) {
            attributes.add(
                    new Attribute("ice-options", String.join(" ", session.localIceOptions())));
        }
        if (!session.bundle().isEmpty()) {
            attributes.add(new Attribute("group", "BUNDLE " + String.join(" ", session.bundle())));
        }
        MediaSection tagged = taggedSection(session.tagged(), newLocalIce, candidates);
        return new SdpFragment(attributes, List.of(tagged)).write();
    }

    private static MediaSection taggedSection(
            TaggedSection tagged, IceParameters ice, List<Candidate> candidates) {
        List<Attribute> attributes = new ArrayList<>();
        if (!tagged.mid().isEmpty()) {
            attributes.add(new Attribute("mid", tagged.mid()));
        }
        attributes.add(new Attribute("ice-ufrag", ice.ufrag()));
        attributes.add(new Attribute("ice-pwd", ice.password()));
        for (Candidate candidate : candidates) {
            attributes.add(new Attribute("candidate", candidate.text()));
        }
        attributes.add(Attribute.flag("end-of-candidates"));
        return new MediaSection(
                tagged.media(),
                SectionWriter.DISCARD_PORT,
                SectionWriter.PROTOCOL,
                List.of(tagged.format()),
                "",
                attributes);
    }
}
