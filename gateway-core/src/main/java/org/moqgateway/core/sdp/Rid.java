package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Optional;

/// A `rid` attribute (RFC 8851 §4): `<id> send|recv [<restrictions>]`.
///
/// @param sends        true for `send`, seen from the side that wrote it
/// @param restrictions as written, such as `max-width=640`; may be empty
public record Rid(String id, boolean sends, String restrictions) {

    /// Reads the attribute value; empty when it is not one.
    public static Optional<Rid> parse(String value) {
        List<String> words = SdpText.words(value);
        boolean wellFormed =
                words.size() >= 2
                        && SdpText.isToken(words.getFirst())
                        && (words.get(1).equals("send") || words.get(1).equals("recv"));
        return wellFormed
                ? Optional.of(
                        new Rid(
                                words.getFirst(),
                                words.get(1).equals("send"),
                                String.join(" ", words.subList(2, words.size()))))
                : Optional.empty();
    }
}
