package org.moqgateway.moq.transport.kwik;

import java.util.function.BooleanSupplier;
import org.moqgateway.moq.transport.QuicLimits;
import tech.kwik.core.server.ApplicationProtocolSettings;
import tech.kwik.core.server.ServerConnectionConfig;

/// What Kwik's server allows, and whether the next client has to prove its address first: Kwik asks
/// that once for each connection.
///
/// @param fixed everything else
/// @param retry asked at the beginning of each handshake
record ServerSettings(ServerConnectionConfig fixed, BooleanSupplier retry)
        implements ServerConnectionConfig {
    private static final int CONNECTION_ID_BYTES = 8;

    static ServerSettings of(QuicLimits limits, BooleanSupplier retry) {
        ServerConnectionConfig fixed =
                ServerConnectionConfig.builder()
                        .maxIdleTimeout((int) limits.idle().toMillis())
                        .maxConnectionBufferSize(limits.connectionWindowBytes())
                        .maxUnidirectionalStreamBufferSize(limits.streamWindowBytes())
                        .maxBidirectionalStreamBufferSize(limits.streamWindowBytes())
                        .maxOpenPeerInitiatedUnidirectionalStreams(limits.streams())
                        .maxOpenPeerInitiatedBidirectionalStreams(limits.streams())
                        .retryRequired(RetryRequired.Never)
                        .connectionIdLength(CONNECTION_ID_BYTES)
                        .build();
        return new ServerSettings(fixed, retry);
    }

    @Override
    public RetryRequired retryRequired() {
        return retry.getAsBoolean() ? RetryRequired.Always : RetryRequired.Never;
    }

    @Override
    public int connectionIdLength() {
        return fixed.connectionIdLength();
    }

    @Override
    public int initialRtt() {
        return fixed.initialRtt();
    }

    @Override
    public ServerConnectionConfig merge(ApplicationProtocolSettings protocol) {
        return fixed.merge(protocol);
    }

    @Override
    public int maxIdleTimeout() {
        return fixed.maxIdleTimeout();
    }

    @Override
    public int maxOpenPeerInitiatedUnidirectionalStreams() {
        return fixed.maxOpenPeerInitiatedUnidirectionalStreams();
    }

    @Override
    public long maxTotalPeerInitiatedUnidirectionalStreams() {
        return fixed.maxTotalPeerInitiatedUnidirectionalStreams();
    }

    @Override
    public int maxOpenPeerInitiatedBidirectionalStreams() {
        return fixed.maxOpenPeerInitiatedBidirectionalStreams();
    }

    @Override
    public long maxTotalPeerInitiatedBidirectionalStreams() {
        return fixed.maxTotalPeerInitiatedBidirectionalStreams();
    }

    @Override
    public long maxConnectionBufferSize() {
        return fixed.maxConnectionBufferSize();
    }

    @Override
    public long maxUnidirectionalStreamBufferSize() {
        return fixed.maxUnidirectionalStreamBufferSize();
    }

    @Override
    public long maxBidirectionalStreamBufferSize() {
        return fixed.maxBidirectionalStreamBufferSize();
    }

    @Override
    public boolean useStrictSmallestAllowedMaximumDatagramSize() {
        return fixed.useStrictSmallestAllowedMaximumDatagramSize();
    }
}
