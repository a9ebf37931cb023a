package org.moqgateway.core.negotiation;

import java.util.List;
import java.util.Optional;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.Fingerprint;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.sdp.MediaKind;

/// What a session needs to know once offer and answer agree.
///
/// @param remoteIce          the peer's ICE credentials
/// @param remoteCandidates   the candidates of its description
/// @param remoteIceLite      the peer is ICE-lite: we must be controlling (RFC 8445 §6.1.1)
/// @param remoteFingerprints at least one of sha-256, sha-384, sha-512
/// @param dtlsRole           our role
/// @param media              the accepted sections in the order of the description, at least one
/// @param bundle             the mids of the answer's BUNDLE group, tagged section first; empty
/// without BUNDLE
/// @param tagged             the section that stands for the whole transport
/// @param localIceOptions    the tokens of our `a=ice-options`, to be repeated at an ICE restart
public record NegotiatedSession(
        IceParameters remoteIce,
        List<Candidate> remoteCandidates,
        boolean remoteIceLite,
        List<Fingerprint> remoteFingerprints,
        HandshakeRole dtlsRole,
        List<NegotiatedMedia> media,
        List<String> bundle,
        TaggedSection tagged,
        List<String> localIceOptions) {

    public NegotiatedSession {
        remoteCandidates = List.copyOf(remoteCandidates);
        remoteFingerprints = List.copyOf(remoteFingerprints);
        media = List.copyOf(media);
        bundle = List.copyOf(bundle);
        localIceOptions = List.copyOf(localIceOptions);
    }

    /// The accepted section of this kind, if there is one; there is never more than one.
    public Optional<NegotiatedMedia> media(MediaKind kind) {
        return media.stream().filter(section -> section.kind() == kind).findFirst();
    }
}
