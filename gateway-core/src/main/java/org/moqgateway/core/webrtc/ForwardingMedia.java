package org.moqgateway.core.webrtc;

import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;

/// Is another media side, but for what it overrides.
interface ForwardingMedia extends PeerMedia {
    /// What is done with the media, always the same.
    PeerMedia media();

    @Override
    default void connected(MediaOut out, MediaLoop loop, long nowNanos) {
        media().connected(out, loop, nowNanos);
    }

    @Override
    default void rtp(byte[] buffer, int offset, int length, long nowNanos) {
        media().rtp(buffer, offset, length, nowNanos);
    }

    @Override
    default void rtcp(byte[] buffer, int offset, int length, long nowNanos) {
        media().rtcp(buffer, offset, length, nowNanos);
    }

    @Override
    default void onTimer(long nowNanos) {
        media().onTimer(nowNanos);
    }

    @Override
    default long nextDeadlineNanos() {
        return media().nextDeadlineNanos();
    }

    @Override
    default void closed(PeerEnd end) {
        media().closed(end);
    }
}
