package org.moqgateway.core.negotiation;

import org.moqgateway.core.sdp.Direction;

/// Which way the media goes.
enum Flow {
    /// The peer sends, we receive.
    INGEST,
    /// We send, the peer receives.
    EGRESS;

    /// Our direction attribute.
    Direction ours() {
        return switch (this) {
            case INGEST -> Direction.RECVONLY;
            case EGRESS -> Direction.SENDONLY;
        };
    }

    /// True when a section with this direction of the peer carries the flow.
    boolean isOfferedBy(Direction peer) {
        return switch (this) {
            case INGEST -> peer.sends();
            case EGRESS -> peer.receives();
        };
    }

    /// True when the peer is the sender.
    boolean peerSends() {
        return this == INGEST;
    }
}
