package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Optional;

/// An `ssrc-group` attribute (RFC 5576 §4.2): `<semantics> <ssrc>…`.
///
/// @param semantics `FID` for a stream and its retransmissions, `SIM` for simulcast
/// @param ssrcs     each 0..2^32-1
public record SsrcGroup(String semantics, List<Long> ssrcs) {

    public SsrcGroup {
        ssrcs = List.copyOf(ssrcs);
    }

    /// Reads the attribute value; empty when it is not one.
    public static Optional<SsrcGroup> parse(String value) {
        List<String> words = SdpText.words(value);
        if (words.size() < 2 || !SdpText.isToken(words.getFirst())) {
            return Optional.empty();
        }
        List<Long> ssrcs =
                words.stream()
                        .skip(1)
                        .map(word -> SdpText.number(word, SsrcAttribute.MAX_SSRC))
                        .toList();
        return ssrcs.contains(-1L)
                ? Optional.empty()
                : Optional.of(new SsrcGroup(words.getFirst(), ssrcs));
    }

    /// The attribute value.
    public String text() {
        return semantics + " " + String.join(" ", ssrcs.stream().map(String::valueOf).toList());
    }
}
