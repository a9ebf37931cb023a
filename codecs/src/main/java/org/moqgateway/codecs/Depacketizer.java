package org.moqgateway.codecs;

/// Turns the RTP payloads of one media section into encoded frames.
///
/// Thread rule: confined to one thread. Errors: foreign bytes never throw; they end in
/// [Sink#dropped].
public interface Depacketizer {

    /// Feeds one RTP payload. Payloads come in sequence order, without duplicates.
    ///
    /// @param payload a view lent for the call; its bytes are copied where they are needed
    /// @param sink told of zero or more frames and drops before this method returns
    void push(RtpPayload payload, Sink sink);

    /// Receives what a depacketizer makes of its payloads.
    interface Sink {

        /// A complete frame; the sink owns it from here on.
        void frame(EncodedFrame frame);

        /// A frame, or a part of one, could not be delivered.
        ///
        /// @param reason what was wrong
        /// @param rtpTimestamp of the frame concerned
        void dropped(DropReason reason, int rtpTimestamp);
    }
}
