package org.moqgateway.core.dtls;

import org.moqgateway.core.srtp.SrtpKeyingMaterial;

/// What a [DtlsConnection] reports. Called on the connection's own virtual thread, one call at a
/// time: hand over to the media loop. Exactly one of [#failed] and [#closed] comes last.
public interface DtlsListener {

    /// Send this datagram to the peer.
    ///
    /// @param datagram the callee's from now on
    void send(byte[] datagram);

    /// The handshake is done and the peer's fingerprint verified. At most once.
    void established(SrtpKeyingMaterial keys);

    /// The connection is over, with a reason. No other call follows.
    ///
    /// @param detail for a log line
    void failed(DtlsFailure reason, String detail);

    /// The connection was closed by us or by the peer's close_notify. No other call follows.
    ///
    /// @param byPeer whether the peer asked for it
    void closed(boolean byPeer);
}
