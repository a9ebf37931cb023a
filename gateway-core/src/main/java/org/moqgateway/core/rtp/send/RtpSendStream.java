package org.moqgateway.core.rtp.send;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtcp.SenderInfo;
import org.moqgateway.core.rtp.AbsSendTime;
import org.moqgateway.core.rtp.BigEndian;
import org.moqgateway.core.rtp.RtpWriter;

/// The sending end of one media section of one viewer: writes headers in front of payloads that all
/// viewers share, remembers what it sent and answers NACKs.
///
/// A lost packet is repeated as RTX (RFC 4588) when that was negotiated. Otherwise the very same
/// bytes are built again, extensions included: SRTP then produces the very same ciphertext, so that
/// using a packet index twice reveals nothing. The SRTP sender must allow an old index.
///
/// Retransmission is bounded: one answer per packet and round trip, and no more bytes than 256 KiB
/// at once plus half of what was sent. Nothing is allocated for a packet. One thread.
public final class RtpSendStream {
    /// RTX packets are this much longer than the packet that they repeat.
    public static final int RTX_OVERHEAD_BYTES = 2;

    private static final long MILLIS = 1_000_000L;
    private static final long MIN_COOLDOWN = 10 * MILLIS;
    private static final long MAX_COOLDOWN = 500 * MILLIS;
    private static final long UNKNOWN_RTT_COOLDOWN = 30 * MILLIS;
    private static final long MAX_BUDGET_BYTES = 256 * 1024;

    private final int ssrc;
    private final TransportSequence transportSequence;
    private final RtpWriter writer;
    private final @Nullable RtpWriter rtxWriter;
    private final SendBuffer buffer;
    private final SendTally tally = new SendTally();
    private final RoundTrip roundTrip = new RoundTrip();
    private int nextRtxSequenceNumber;
    private int nextFrameNumber; // of dependency descriptors
    private long budgetBytes = MAX_BUDGET_BYTES;
    private int fractionLost;

    /// Starts a stream; nothing is sent yet.
    ///
    /// @param transportSequence shared by all streams of the peer; drawn from only when the
    ///     transport-wide extension was negotiated
    public RtpSendStream(SendSettings settings, TransportSequence transportSequence) {
        SendSettings.Stream primary = settings.primary();
        this.ssrc = primary.ssrc();
        this.transportSequence = transportSequence;
        this.writer = new RtpWriter(ssrc, primary.payloadType(), settings.extensions());
        this.rtxWriter =
                settings.rtx()
                        .map(s -> new RtpWriter(s.ssrc(), s.payloadType(), settings.extensions()))
                        .orElse(null);
        this.nextRtxSequenceNumber =
                settings.rtx().map(SendSettings.Stream::firstSequenceNumber).orElse(0);
        this.buffer =
                new SendBuffer(
                        settings.bufferPackets(),
                        settings.bufferNanos(),
                        primary.firstSequenceNumber() & 0xffff);
    }

    /// Bytes in front of each payload without dependency descriptor; the longest RTX packet adds
    /// [#RTX_OVERHEAD_BYTES].
    public int headerBytes() {
        return writer.headerBytes();
    }

    /// Sends every packet of a frame, the marker on the last; returns how many.
    ///
    /// @param frame shared and immutable; referred to until it leaves the send buffer
    /// @param rtpTimestamp in this stream's clock and offset
    /// @param out asked for a scratch array before each packet
    public int send(PacketizedFrame frame, int rtpTimestamp, long nowNanos, PacketOut out) {
        long first = buffer.next();
        int count = frame.count();
        int frameNumber = nextFrameNumber;
        nextFrameNumber += frame.descriptors().frames();
        writer.rtpTimestamp(rtpTimestamp).absSendTime(AbsSendTime.of(nowNanos));
        for (int i = 0; i < count; i++) {
            int wide = writer.hasTransportSequence() ? transportSequence.next() : 0;
            writer.marker(i == count - 1)
                    .sequenceNumber((int) buffer.next())
                    .transportSequenceNumber(wide)
                    .descriptor(frame.descriptors(), i, frameNumber);
            buffer.add(frame, i, rtpTimestamp, wide, frameNumber);
            byte[] scratch = out.scratch();
            int payloadOffset = writer.write(scratch, 0);
            int payload = frame.length(i);
            System.arraycopy(frame.data(), frame.offset(i), scratch, payloadOffset, payload);
            out.packet(scratch, 0, payloadOffset + payload);
        }
        buffer.sent(first, nowNanos);
        tally.packets += count;
        tally.payloadBytes += frame.totalBytes();
        budgetBytes = Math.min(MAX_BUDGET_BYTES, budgetBytes + frame.totalBytes() / 2);
        return count;
    }

    /// Answers one missing sequence number of a generic NACK about this stream's [#ssrc]; true when
    /// a packet was sent.
    ///
    /// @param sequenceNumber 0..65535, whatever the viewer says
    public boolean onNack(int sequenceNumber, long nowNanos, PacketOut out) {
        tally.nacked++;
        int slot = buffer.find(sequenceNumber, nowNanos);
        if (slot < 0) {
            tally.nacksUnknown++;
            return false;
        }
        if (isCooling(slot, nowNanos)) {
            tally.nacksCooling++;
            return false;
        }
        int bytes = retransmissionBytes(slot);
        if (bytes > budgetBytes) {
            tally.nacksOverBudget++;
            return false;
        }
        budgetBytes -= bytes;
        buffer.resent(slot, nowNanos);
        tally.retransmitted++;
        tally.retransmittedBytes += bytes;
        if (rtxWriter == null) {
            repeat(slot, sequenceNumber, out);
        } else {
            retransmit(slot, sequenceNumber, nowNanos, out);
        }
        return true;
    }

    private boolean isCooling(int slot, long nowNanos) {
        long resent = buffer.resentNanos(slot);
        return resent != SendBuffer.NEVER && nowNanos - resent < cooldownNanos();
    }

    private long cooldownNanos() {
        long rtt = roundTrip.smoothedNanos();
        // A little less than the round trip, or a punctual second request would be turned away.
        return rtt < 0 ? UNKNOWN_RTT_COOLDOWN : Math.clamp(rtt * 3 / 4, MIN_COOLDOWN, MAX_COOLDOWN);
    }

    /// Without the few bytes of a descriptor.
    private int retransmissionBytes(int slot) {
        int payload = buffer.frame(slot).length(buffer.index(slot));
        return rtxWriter == null
                ? writer.headerBytes() + payload
                : rtxWriter.headerBytes() + RTX_OVERHEAD_BYTES + payload;
    }

    /// The same bytes as before: everything that went into the header was remembered.
    private void repeat(int slot, int sequenceNumber, PacketOut out) {
        writer.rtpTimestamp(buffer.rtpTimestamp(slot))
                .absSendTime(AbsSendTime.of(buffer.sentNanos(slot)))
                .marker(isLast(slot))
                .sequenceNumber(sequenceNumber)
                .transportSequenceNumber(buffer.transportSequenceNumber(slot));
        describe(slot, writer);
        byte[] scratch = out.scratch();
        int payloadOffset = writer.write(scratch, 0);
        int end = appendPayload(slot, scratch, payloadOffset);
        tally.repeatedPackets++;
        tally.repeatedPayloadBytes += end - payloadOffset;
        out.packet(scratch, 0, end);
    }

    /// A packet of the RTX stream: the original sequence number (OSN), then the original payload.
    private void retransmit(int slot, int originalSequenceNumber, long nowNanos, PacketOut out) {
        RtpWriter rtx = Objects.requireNonNull(rtxWriter);
        rtx.rtpTimestamp(buffer.rtpTimestamp(slot))
                .absSendTime(AbsSendTime.of(nowNanos))
                .marker(isLast(slot))
                .sequenceNumber(nextRtxSequenceNumber++)
                .transportSequenceNumber(rtx.hasTransportSequence() ? transportSequence.next() : 0);
        describe(slot, rtx);
        byte[] scratch = out.scratch();
        int payloadOffset = rtx.write(scratch, 0);
        BigEndian.put16(scratch, payloadOffset, originalSequenceNumber);
        out.packet(scratch, 0, appendPayload(slot, scratch, payloadOffset + RTX_OVERHEAD_BYTES));
    }

    private void describe(int slot, RtpWriter header) {
        header.descriptor(
                buffer.frame(slot).descriptors(), buffer.index(slot), buffer.frameNumber(slot));
    }

    private boolean isLast(int slot) {
        return buffer.index(slot) == buffer.frame(slot).count() - 1;
    }

    private int appendPayload(int slot, byte[] scratch, int offset) {
        PacketizedFrame frame = buffer.frame(slot);
        int index = buffer.index(slot);
        int length = frame.length(index);
        System.arraycopy(frame.data(), frame.offset(index), scratch, offset, length);
        return offset + length;
    }

    /// Fills in a sender report (RFC 3550 §6.4.1) that is about to leave.
    ///
    /// @param ntpTimestamp a moment of the media on the clock that all streams of the session
    ///     share, see [org.moqgateway.core.rtp.NtpClock]
    /// @param rtpTimestamp the same moment in this stream's clock and offset
    public void fillSenderReport(
            SenderInfo info, long ntpTimestamp, int rtpTimestamp, long nowNanos) {
        info.time(ntpTimestamp, rtpTimestamp)
                .counts(
                        tally.packets + tally.repeatedPackets,
                        tally.payloadBytes + tally.repeatedPayloadBytes);
        roundTrip.reportSent(ntpTimestamp, nowNanos);
    }

    /// Takes a report block; those about other streams are ignored.
    public void onReportBlock(ReportBlock block, long nowNanos) {
        if (block.ssrc() != ssrc) {
            return;
        }
        fractionLost = block.fractionLost();
        tally.lost = block.cumulativeLost();
        roundTrip.reportReceived(block, nowNanos);
    }

    /// Smoothed round-trip time from reports, -1 before the first.
    public long rttNanos() {
        return roundTrip.smoothedNanos();
    }

    /// Lost share in the viewer's last report, in 1/256.
    public int fractionLost() {
        return fractionLost;
    }

    /// Packets that the viewer has missed so far, reported lost or asked for again; one may count
    /// twice. What it shows is whether the way is at fault when a viewer cannot decode.
    public long complaints() {
        return Math.max(0, tally.lost) + tally.nacked;
    }

    /// Primary SSRC.
    public int ssrc() {
        return ssrc;
    }

    /// Packets sent for the first time.
    public long packetsSent() {
        return tally.packets;
    }

    /// A snapshot; allocates.
    public SendCounters counters() {
        return tally.snapshot();
    }
}
