package org.moqgateway.core.webrtc;

import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerMedia;

/// Tells when media can flow, and is its media otherwise. On the peer's loop.
///
/// @param media what is done with the media
/// @param onConnected told once
record AnnouncedMedia(PeerMedia media, Runnable onConnected) implements ForwardingMedia {
    @Override
    public void connected(MediaOut out, MediaLoop loop, long nowNanos) {
        media.connected(out, loop, nowNanos);
        onConnected.run();
    }
}
