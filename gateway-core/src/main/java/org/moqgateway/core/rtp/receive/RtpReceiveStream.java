package org.moqgateway.core.rtp.receive;

import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtp.RtpPacket;

/// The receiving end of one media section: its primary stream and, when negotiated, its RTX stream.
/// Packets leave in sequence order; what is missing is asked for and, after a while, given up.
///
/// Sans-IO: feed packets and time, then ask for what is due. One thread.
@SuppressWarnings("DoNotCallSuggester")
public final class RtpReceiveStream {
    /// Takes the packets in sequence order.
    public interface Sink {
        /// Takes the next packet.
        ///
        /// @param packet lent for the call; RTX packets arrive restored (RFC 4588 §4)
        /// @param gapBefore at least one packet right before this one is lost for good
        /// @param arrivalNanos when the packet came in, on the caller's clock; not later than now
        void packet(RtpPacket packet, boolean gapBefore, long arrivalNanos);
    }

    /// The SSRC is learned from the first primary packet.
    public RtpReceiveStream(ReceiveSettings settings) {}

    /// Believes no other SSRC than this one, as signalled (`a=ssrc`); optional.
    public void expectSsrc(int ssrc) {
        throw new UnsupportedOperationException();
    }

    /// Takes a primary or RTX packet of this media section (told apart by payload type) and emits
    /// whatever is now in order.
    public void receive(RtpPacket packet, long nowNanos, Sink sink) {
        throw new UnsupportedOperationException();
    }

    /// Gives up what has waited too long; call when `nowNanos` reaches [#nextTimeoutNanos].
    public void handleTimeout(long nowNanos, Sink sink) {
        throw new UnsupportedOperationException();
    }

    /// When [#handleTimeout] or [#pollNacks] has something to do; `Long.MAX_VALUE` when idle.
    public long nextTimeoutNanos() {
        throw new UnsupportedOperationException();
    }

    /// Fills in the sequence numbers (ascending, 16 bits) that are due to be asked for and counts
    /// them as asked; returns how many.
    public int pollNacks(int[] sequenceNumbers, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /// True once after a loss that only a keyframe heals. The caller limits the rate of its PLIs.
    public boolean takeKeyframeWanted() {
        throw new UnsupportedOperationException();
    }

    /// Notes a sender report for LSR and DLSR.
    public void senderReport(long ntpTimestamp, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /// Tells a round-trip time measured elsewhere; without it the time from NACK to repair is used.
    public void roundTripTime(long rttNanos) {
        throw new UnsupportedOperationException();
    }

    /// Fills in a report block and starts the next reporting interval; false before the first
    /// packet.
    public boolean fillReportBlock(ReportBlock block, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /// The primary SSRC, meaningful once [#hasSsrc].
    public int ssrc() {
        throw new UnsupportedOperationException();
    }

    /// Whether the SSRC is known.
    public boolean hasSsrc() {
        throw new UnsupportedOperationException();
    }

    /// A snapshot; allocates.
    public ReceiveCounters counters() {
        throw new UnsupportedOperationException();
    }
}
