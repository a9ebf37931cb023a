package org.moqgateway.moq.transport.qmux;

import java.util.List;
import java.util.Objects;
import org.moqgateway.moq.transport.QuicLimits;

/// How one side of a connection behaves.
///
/// @param version of the framing
/// @param server whether this side took the connection
/// @param limits what the peer may do
/// @param protocols said in the transport parameters, where the carrier agrees on none; else empty
public record QmuxSettings(
        QmuxVersion version, boolean server, QuicLimits limits, List<String> protocols) {
    /// What may come before somebody listens: a client that was not let in yet costs no more.
    private static final long HELD_BYTES = 256 * 1024;

    /// Checks and copies.
    public QmuxSettings {
        Objects.requireNonNull(version);
        Objects.requireNonNull(limits);
        protocols = List.copyOf(protocols);
    }

    long heldBytes() {
        return Math.min(HELD_BYTES, limits.connectionWindowBytes());
    }

    TransportParameters parameters() {
        long streamWindow = limits.streamWindowBytes();
        boolean records = version.records();
        return new TransportParameters(
                records ? limits.idle().toMillis() : 0,
                heldBytes(),
                streamWindow,
                streamWindow,
                streamWindow,
                limits.streams(),
                limits.streams(),
                records ? TransportParameters.DEFAULT_MAX_RECORD_SIZE : 0,
                records ? TransportParameters.DEFAULT_MAX_RECORD_SIZE : 0,
                version == QmuxVersion.QMUX_02,
                protocols);
    }
}
