package org.moqgateway.core.peer;

import org.moqgateway.core.net.MediaLoop;

/// What a peer's media is done with: ingest, egress, or a test's own. All methods run on the peer's
/// loop, one at a time; [#closed] alone may run elsewhere when the peer never sent a datagram.
public interface PeerMedia {
    /// SRTP keys are there: media may flow.
    ///
    /// @param out where to send
    /// @param loop the loop that every call comes from
    void connected(MediaOut out, MediaLoop loop, long nowNanos);

    /// One authenticated RTP packet.
    ///
    /// @param buffer lent for the call
    void rtp(byte[] buffer, int offset, int length, long nowNanos);

    /// One authenticated compound RTCP packet.
    ///
    /// @param buffer lent for the call
    void rtcp(byte[] buffer, int offset, int length, long nowNanos);

    /// Does what is due.
    void onTimer(long nowNanos);

    /// When [#onTimer] is due next; [Long#MAX_VALUE] for never. Asked after every other call.
    long nextDeadlineNanos();

    /// The peer is gone. Called once, last.
    ///
    /// @param end how it ended
    void closed(PeerEnd end);
}
