package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Optional;

/// An `msid` attribute (RFC 8830 §2): `<stream> [<track>]`.
///
/// @param streamId the MediaStream, `-` for a track that is in none
/// @param trackId  the track; may be empty
public record Msid(String streamId, String trackId) {

    /// Reads the attribute value; empty when it is not one.
    public static Optional<Msid> parse(String value) {
        List<String> words = SdpText.words(value);
        return switch (words.size()) {
            case 1 -> Optional.of(new Msid(words.getFirst(), ""));
            case 2 -> Optional.of(new Msid(words.getFirst(), words.getLast()));
            default -> Optional.empty();
        };
    }

    /// The attribute value.
    public String text() {
        return trackId.isEmpty() ? streamId : streamId + " " + trackId;
    }
}
