package org.moqgateway.core.webrtc;

import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;

/// Tells when media can flow, and is its media otherwise. On the peer's loop.
///
/// @param media what is done with the media
/// @param onConnected told once
record AnnouncedMedia(PeerMedia media, Runnable onConnected) implements PeerMedia {
    @Override
    public void connected(MediaOut out, MediaLoop loop, long nowNanos) {
        media.connected(out, loop, nowNanos);
        onConnected.run();
    }

    @Override
    public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
        media.rtp(buffer, offset, length, nowNanos);
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {
        media.rtcp(buffer, offset, length, nowNanos);
    }

    @Override
    public void onTimer(long nowNanos) {
        media.onTimer(nowNanos);
    }

    @Override
    public long nextDeadlineNanos() {
        return media.nextDeadlineNanos();
    }

    @Override
    public void closed(PeerEnd end) {
        media.closed(end);
    }
}
