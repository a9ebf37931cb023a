package org.moqgateway.moq.transport.memory;

import org.moqgateway.moq.transport.TransportKind;

/// What a link is like.
///
/// @param kind what it says it is
/// @param protocol the protocol that it agreed on
/// @param target what the client asked for; null when the binding carries none
/// @param rateBps bits per second in each direction; 0 for no bound
/// @param latencyNanos one way
/// @param streamWindow bytes of one stream that the receiver lets be on the way unread
/// @param maxDatagramBytes 0 for no datagrams
/// @param maxUniStreams streams in one direction that may be open at once
public record LinkSettings(
        TransportKind kind,
        String protocol,
        @org.jspecify.annotations.Nullable String target,
        long rateBps,
        long latencyNanos,
        int streamWindow,
        int maxDatagramBytes,
        int maxUniStreams) {
    /// A fast raw QUIC link of one millisecond with datagrams.
    public static LinkSettings quic(String protocol) {
        return new LinkSettings(
                TransportKind.QUIC, protocol, null, 0, 1_000_000, 1 << 20, 1200, 1024);
    }

    /// The same as another binding.
    public LinkSettings as(
            TransportKind newKind, @org.jspecify.annotations.Nullable String newTarget) {
        return new LinkSettings(
                newKind,
                protocol,
                newTarget,
                rateBps,
                latencyNanos,
                streamWindow,
                maxDatagramBytes,
                maxUniStreams);
    }

    /// The same with a bottleneck.
    public LinkSettings rate(long newRateBps) {
        return new LinkSettings(
                kind,
                protocol,
                target,
                newRateBps,
                latencyNanos,
                streamWindow,
                maxDatagramBytes,
                maxUniStreams);
    }

    /// The same with other datagrams.
    public LinkSettings datagrams(int newMaxDatagramBytes) {
        return new LinkSettings(
                kind,
                protocol,
                target,
                rateBps,
                latencyNanos,
                streamWindow,
                newMaxDatagramBytes,
                maxUniStreams);
    }

    /// The same with another window.
    public LinkSettings window(int newStreamWindow) {
        return new LinkSettings(
                kind,
                protocol,
                target,
                rateBps,
                latencyNanos,
                newStreamWindow,
                maxDatagramBytes,
                maxUniStreams);
    }
}
