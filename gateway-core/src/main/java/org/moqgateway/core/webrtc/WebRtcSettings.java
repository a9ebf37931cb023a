package org.moqgateway.core.webrtc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.moqgateway.core.egress.FeedPolicy;
import org.moqgateway.core.ingest.IngestContainer;

/// How the media side of the gateway listens and what it allows.
///
/// @param udpBind the one UDP address for all sessions; port 0 picks one
/// @param publicAddresses addresses put into answers instead of the local ones, with the bound
///     port; empty means the local ones
/// @param maxSessions how many sessions may live at once
/// @param onConflict what a second publisher of one name meets
/// @param container how the frames of publishers are wrapped
/// @param mediaThreads event loops that carry media
/// @param peerTimeout how long a connected peer may be silent: no authenticated STUN, RTP or RTCP.
///     Two consent checks (RFC 7675 §5.1, 4 to 6 s apart) fit into 10 s
/// @param feeds what is done with media that WebRTC cannot carry
public record WebRtcSettings(
        InetSocketAddress udpBind,
        List<InetAddress> publicAddresses,
        int maxSessions,
        ConflictPolicy onConflict,
        IngestContainer container,
        int mediaThreads,
        Duration peerTimeout,
        FeedPolicy feeds) {
    /// Copies the list.
    public WebRtcSettings {
        publicAddresses = List.copyOf(publicAddresses);
    }
}
