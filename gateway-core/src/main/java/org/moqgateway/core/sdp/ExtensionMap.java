package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An `extmap` attribute (RFC 8285 §5): `<id>[/<direction>] <uri> [<attributes>]`.
///
/// @param id        1..4351; 1..14 fit the one-byte header, up to 255 the two-byte header
/// @param direction as written by its side, or null when left out
/// @param uri       what the extension is
public record ExtensionMap(int id, @Nullable Direction direction, String uri) {
    private static final int MAX_ID = 4351;

    /// Reads the attribute value; empty when it is not one.
    public static Optional<ExtensionMap> parse(String value) {
        List<String> words = SdpText.words(value);
        if (words.size() < 2) {
            return Optional.empty();
        }
        String head = words.getFirst();
        int slash = head.indexOf('/');
        long id = SdpText.number(slash < 0 ? head : head.substring(0, slash), MAX_ID);
        Optional<Direction> direction =
                slash < 0 ? Optional.empty() : Direction.of(head.substring(slash + 1));
        return id <= 0 || (slash >= 0 && direction.isEmpty())
                ? Optional.empty()
                : Optional.of(new ExtensionMap((int) id, direction.orElse(null), words.get(1)));
    }

    /// The attribute value.
    public String text() {
        return (direction == null ? id + " " : id + "/" + direction.token() + " ") + uri;
    }
}
