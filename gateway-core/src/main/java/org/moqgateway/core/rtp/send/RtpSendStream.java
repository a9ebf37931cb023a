package org.moqgateway.core.rtp.send;

import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtcp.SenderInfo;

/// The sending end of one media section of one viewer. (skeleton)
@SuppressWarnings("DoNotCallSuggester")
public final class RtpSendStream {
    /// Starts a stream; nothing is sent yet.
    ///
    /// @param transportSequence shared by all streams of the peer
    public RtpSendStream(SendSettings settings, TransportSequence transportSequence) {}

    /// Sends every packet of a frame, the marker on the last; returns how many.
    ///
    /// @param frame shared and immutable; referred to until it leaves the send buffer
    public int send(PacketizedFrame frame, int rtpTimestamp, long nowNanos, PacketOut out) {
        throw new UnsupportedOperationException();
    }

    /// Answers one missing sequence number of a generic NACK; true when a packet was sent.
    public boolean onNack(int sequenceNumber, long nowNanos, PacketOut out) {
        throw new UnsupportedOperationException();
    }

    /// Fills in a sender report; the pair names one moment of the media on the session's clock.
    public void fillSenderReport(
            SenderInfo info, long ntpTimestamp, int rtpTimestamp, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /// Takes a report block about this stream; others (by SSRC) are ignored.
    public void onReportBlock(ReportBlock block, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /// Smoothed round-trip time from reports, -1 before the first.
    public long rttNanos() {
        throw new UnsupportedOperationException();
    }

    /// Lost share in the viewer's last report, in 1/256.
    public int fractionLost() {
        throw new UnsupportedOperationException();
    }

    /// Primary SSRC.
    public int ssrc() {
        throw new UnsupportedOperationException();
    }

    /// A snapshot; allocates.
    public SendCounters counters() {
        throw new UnsupportedOperationException();
    }
}
