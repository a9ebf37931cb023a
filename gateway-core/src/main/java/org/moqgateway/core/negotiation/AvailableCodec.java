package org.moqgateway.core.negotiation;

import java.util.Arrays;
import java.util.Optional;

/// A codec that a broadcast has.
///
/// @param codecString the catalog's codec string, such as `avc1.42e01f` or `opus`
public record AvailableCodec(RtpCodec codec, String codecString) {

    /// The codec that a catalog's codec string names; empty when we cannot send it over RTP.
    public static Optional<AvailableCodec> of(String codecString) {
        return Arrays.stream(RtpCodec.values())
                .filter(codec -> codec.rules().isNamedBy(codecString))
                .map(codec -> new AvailableCodec(codec, codecString))
                .findFirst();
    }
}
