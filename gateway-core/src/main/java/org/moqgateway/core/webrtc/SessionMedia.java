package org.moqgateway.core.webrtc;

import java.util.function.Consumer;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerMedia;

/// What a role brings into a session.
///
/// @param media its media side
/// @param stats reads its counters
/// @param binder told of the connection once there is one
record SessionMedia(
        PeerMedia media, PeerSession.MediaStats stats, Consumer<PeerConnection> binder) {
    void bind(PeerConnection connection) {
        binder.accept(connection);
    }
}
