package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Optional;

/// An `rtpmap` attribute (RFC 8866 §6.6): `<payload type> <encoding name>/<clock
/// rate>[/<channels>]`.
///
/// @param payloadType  0..127
/// @param encodingName as written; compare without regard to case
/// @param channels     audio channels, 1 when not written
public record RtpMap(int payloadType, String encodingName, int clockRateHz, int channels) {

    /// Reads the attribute value; empty when it is not one.
    public static Optional<RtpMap> parse(String value) {
        List<String> words = SdpText.words(value);
        if (words.size() != 2) {
            return Optional.empty();
        }
        String[] encoding = words.getLast().split("/", -1);
        long payloadType = SdpText.number(words.getFirst(), 127);
        long clockRate = encoding.length > 1 ? SdpText.number(encoding[1], 1_000_000_000) : -1;
        long channels = encoding.length > 2 ? SdpText.number(encoding[2], 255) : 1;
        boolean wellFormed =
                payloadType >= 0
                        && clockRate > 0
                        && channels > 0
                        && encoding.length <= 3
                        && SdpText.isToken(encoding[0]);
        return wellFormed
                ? Optional.of(
                        new RtpMap((int) payloadType, encoding[0], (int) clockRate, (int) channels))
                : Optional.empty();
    }

    /// The attribute value.
    public String text() {
        String fixed = payloadType + " " + encodingName + "/" + clockRateHz;
        return channels == 1 ? fixed : fixed + "/" + channels;
    }
}
