package org.moqgateway.moq.transport.netty;

import io.netty.channel.ChannelHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.util.concurrent.TimeUnit;
import org.moqgateway.moq.transport.QuicLimits;

/// How quiche is set up, for servers and clients alike. docs/adr/0006-quic.md has the reasons.
final class QuicheCodecs {
    /// What is sent at most in one packet: what passes every link that passes Ethernet.
    private static final int LARGEST_PACKET_BYTES = 1350;

    /// A segmented send takes 65507 bytes at most.
    private static final int SEGMENTS = 40;

    /// So many addresses can a client have had, its first among them: quiche keeps all of them.
    private static final int PATHS = 8;

    /// Not so many that the socket's queue looks full to the media that share it.
    private static final int CONNECTIONS_PER_FLUSH = 16;

    private static final int DATAGRAM_QUEUE = 128;

    private QuicheCodecs() {}

    /// Whether the native library loads here and is the one that this package knows.
    static boolean available() {
        if (!Quic.isAvailable()) {
            return false;
        }
        try {
            QuicheInternals.ensure();
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    static <B extends QuicCodecBuilder<B>> B configure(B builder, QuicLimits limits) {
        return builder.maxIdleTimeout(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
                .maxSendUdpPayloadSize(LARGEST_PACKET_BYTES)
                .initialMaxData(limits.connectionWindowBytes())
                .initialMaxStreamDataBidirectionalLocal(limits.streamWindowBytes())
                .initialMaxStreamDataBidirectionalRemote(limits.streamWindowBytes())
                .initialMaxStreamDataUnidirectional(limits.streamWindowBytes())
                .initialMaxStreamsBidirectional(limits.streams())
                .initialMaxStreamsUnidirectional(limits.streams())
                .congestionControlAlgorithm(QuicCongestionControlAlgorithm.CUBIC)
                .activeMigration(true)
                .activeConnectionIdLimit(PATHS)
                .datagram(DATAGRAM_QUEUE, DATAGRAM_QUEUE);
    }

    /// Lets the packets of several connections of a socket leave together, at the latest when its
    /// loop is through with what it is at: one system call sends many.
    static ChannelHandler flushes() {
        return new FlushConsolidationHandler(CONNECTIONS_PER_FLUSH, true);
    }

    /// @param epoll whether the sockets are epoll's
    static SegmentedDatagramPacketAllocator segments(boolean epoll) {
        return epoll && EpollDatagramChannel.isSegmentedDatagramPacketSupported()
                ? EpollQuicUtils.newSegmentedAllocator(SEGMENTS)
                : SegmentedDatagramPacketAllocator.NONE;
    }
}
