package org.moqgateway.moq.transport;

import java.time.Duration;
import java.util.Objects;

/// What a QUIC endpoint allows its peers and itself.
///
/// @param streams streams of each kind that the peer may have open at a time
/// @param idle silence after which a connection counts as lost
/// @param keepAlive silence after which we make the peer answer; zero for never. Less than `idle`
/// @param streamWindowBytes what the peer may have under way on one stream
/// @param connectionWindowBytes what the peer may have under way on all of them
public record QuicLimits(
        int streams,
        Duration idle,
        Duration keepAlive,
        int streamWindowBytes,
        int connectionWindowBytes) {
    /// 1024 streams of each kind, 30 s idle, keep-alive after 5 s, 1 MiB a stream and 8 MiB in all:
    /// a second of 60 Mbit/s, and a keyframe of any size that is broadcast.
    public static final QuicLimits DEFAULT =
            new QuicLimits(1024, Duration.ofSeconds(30), Duration.ofSeconds(5), 1 << 20, 8 << 20);

    /// Checks that every limit is positive and that we are heard before we count as lost.
    public QuicLimits {
        Objects.requireNonNull(idle);
        Objects.requireNonNull(keepAlive);
        if (streams < 1 || streamWindowBytes < 1 || connectionWindowBytes < 1) {
            throw new IllegalArgumentException("a limit of QUIC is not positive");
        }
        if (idle.isNegative() || idle.isZero() || keepAlive.compareTo(idle) >= 0) {
            throw new IllegalArgumentException("keep-alive is not shorter than idle");
        }
    }

    /// The same with another idle time, and a keep-alive of a sixth of it.
    public QuicLimits withIdle(Duration other) {
        return new QuicLimits(
                streams, other, other.dividedBy(6), streamWindowBytes, connectionWindowBytes);
    }

    /// The same with another number of streams.
    public QuicLimits withStreams(int other) {
        return new QuicLimits(other, idle, keepAlive, streamWindowBytes, connectionWindowBytes);
    }
}
