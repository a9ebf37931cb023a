package org.moqgateway.core.negotiation;

import java.util.Optional;

/// A codec that a broadcast has.
///
/// @param codecString the catalog's codec string, such as `avc1.42e01f` or `opus`
public record AvailableCodec(RtpCodec codec, String codecString) {

    /// The codec that a catalog's codec string names, if we can send it over RTP.
    public static Optional<AvailableCodec> of(String codecString) {
        throw new UnsupportedOperationException(codecString);
    }
}
