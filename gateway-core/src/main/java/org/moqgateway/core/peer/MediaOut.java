package org.moqgateway.core.peer;

/// Where the media side of a peer sends its packets. Used on the peer's loop only.
public interface MediaOut {
    /// Room (bytes) that must be free behind every packet, for SRTP's tag.
    int TAILROOM_BYTES = 20;

    /// Protects an RTP packet in place and queues it until [#flush()].
    ///
    /// @param buffer lent for the call; [#TAILROOM_BYTES] behind the packet are overwritten
    void sendRtp(byte[] buffer, int offset, int length);

    /// Protects an RTCP packet in place and queues it until [#flush()].
    ///
    /// @param buffer lent for the call; [#TAILROOM_BYTES] behind the packet are overwritten
    void sendRtcp(byte[] buffer, int offset, int length);

    /// Writes what was queued.
    void flush();

    /// Ends the connection, politely.
    void end(PeerEnd why);

    /// Tells that [PeerMedia#nextDeadlineNanos] may have come nearer although the transport did not
    /// call: frames arrived from elsewhere.
    void wake(long nowNanos);
}
