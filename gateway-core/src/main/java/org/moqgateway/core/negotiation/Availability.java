package org.moqgateway.core.negotiation;

import java.util.List;
import java.util.stream.Stream;
import org.moqgateway.core.sdp.MediaKind;

/// What a broadcast has for a viewer.
///
/// @param codecs what can be sent over RTP, best first
/// @param others what cannot
public record Availability(List<AvailableCodec> codecs, List<Other> others) {
    /// A rendition that cannot be sent over RTP.
    ///
    /// @param codecString as the catalog says
    public record Other(MediaKind kind, String codecString) {}

    /// Copies the lists.
    public Availability {
        codecs = List.copyOf(codecs);
        others = List.copyOf(others);
    }

    /// Nothing that could not be sent.
    public static Availability of(List<AvailableCodec> codecs) {
        return new Availability(codecs, List.of());
    }

    /// Whether the broadcast has nothing at all (yet).
    public boolean isEmpty() {
        return codecs.isEmpty() && others.isEmpty();
    }

    /// The kinds of media of which nothing can be sent over WebRTC, although there is some.
    public List<SessionProblem> problems() {
        return Stream.of(MediaKind.VIDEO, MediaKind.AUDIO)
                .filter(kind -> codecs(kind).isEmpty())
                .flatMap(kind -> others(kind).stream().limit(1))
                .map(other -> Unserved.notSendable(other.kind(), other.codecString()))
                .toList();
    }

    List<AvailableCodec> codecs(MediaKind kind) {
        return codecs.stream().filter(codec -> codec.codec().kind() == kind).toList();
    }

    List<Other> others(MediaKind kind) {
        return others.stream().filter(other -> other.kind() == kind).toList();
    }
}
