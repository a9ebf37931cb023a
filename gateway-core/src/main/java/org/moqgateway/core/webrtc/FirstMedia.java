package org.moqgateway.core.webrtc;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;

/// Keeps a session's media side waiting until the peer sends the first packet: a server may take a
/// player long before it has anything to show. On the peer's loop.
final class FirstMedia implements PeerMedia {
    private final PeerMedia media;
    private final LongConsumer onPacket;
    private @Nullable MediaOut out;
    private @Nullable MediaLoop loop;
    private boolean begun;

    /// @param media what is done with the media
    /// @param onPacket told of the time of each packet
    FirstMedia(PeerMedia media, LongConsumer onPacket) {
        this.media = media;
        this.onPacket = onPacket;
    }

    @Override
    public void connected(MediaOut transport, MediaLoop pinned, long nowNanos) {
        out = transport;
        loop = pinned;
    }

    @Override
    public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
        onPacket.accept(nowNanos);
        MediaOut transport = out;
        MediaLoop pinned = loop;
        if (!begun && transport != null && pinned != null) {
            begun = true;
            media.connected(transport, pinned, nowNanos);
        }
        media.rtp(buffer, offset, length, nowNanos);
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {
        if (begun) {
            media.rtcp(buffer, offset, length, nowNanos);
        }
    }

    @Override
    public void onTimer(long nowNanos) {
        if (begun) {
            media.onTimer(nowNanos);
        }
    }

    @Override
    public long nextDeadlineNanos() {
        return begun ? media.nextDeadlineNanos() : Long.MAX_VALUE;
    }

    @Override
    public void closed(PeerEnd end) {
        media.closed(end);
    }
}
