package org.moqgateway.core.rtp.receive;

import java.util.Arrays;
import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.SequenceUnwrapper;

/// The receiving end of one media section: its primary stream and, when negotiated, its RTX stream.
/// Packets leave in sequence order; what is missing is asked for and, after a while, given up. A
/// packet that comes in its turn leaves at once, in the array in which it came.
///
/// Sans-IO: feed packets and time, then ask for what is due ([#nextTimeoutNanos]). Nothing is
/// allocated for a packet once the buffers exist. One thread.
///
/// Bounds: at most 512 packets are waited for and 1024 held. A sequence number more than 512 away
/// is refused until a second one confirms the jump; then the stream restarts once and wants a
/// keyframe.
public final class RtpReceiveStream {
    private static final int MAX_JUMP = MissingPackets.MAX_OUTSTANDING;
    private static final int CAPACITY = MissingPackets.CAPACITY;

    private final boolean video;
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper(MAX_JUMP, MAX_JUMP);
    private final MissingPackets missing;
    private final PacketStore store = new PacketStore();
    private final RtxRestorer rtx;
    private final SsrcLatch ssrc = new SsrcLatch();
    private final ReceptionStatistics statistics;
    private final ReceiveTally tally = new ReceiveTally();
    private final RtpPacket stored = new RtpPacket();
    private final long[] emitted = new long[CAPACITY];

    /// Time of the call in progress.
    private long nowNanos;

    private boolean started;
    private long next;
    private long highest;
    private boolean gapPending;
    private boolean keyframeWanted;

    /// Takes the packets in sequence order.
    public interface Sink {
        /// Takes the next packet. Packets without payload (probes) are left out.
        ///
        /// @param packet lent for the call; RTX packets arrive restored (RFC 4588 §4)
        /// @param gapBefore at least one packet right before this one is lost for good
        /// @param arrivalNanos when the packet came in, on the caller's clock; not later than now
        void packet(RtpPacket packet, boolean gapBefore, long arrivalNanos);
    }

    /// Starts a stream whose SSRC is learned from the first primary packet.
    public RtpReceiveStream(ReceiveSettings settings) {
        this.video = settings.policy() == ReceiveSettings.Policy.VIDEO;
        this.missing = new MissingPackets(settings);
        this.rtx = new RtxRestorer(settings.rtxToPrimary());
        this.statistics = new ReceptionStatistics(settings.clockRateHz());
        Arrays.fill(emitted, -1);
    }

    /// Expects this primary SSRC, as signalled (`a=ssrc`). Another one takes over only after it
    /// alone has been seen for a second.
    public void expectSsrc(int ssrc) {
        this.ssrc.expect(ssrc);
    }

    /// Takes a primary or RTX packet of this media section (told apart by payload type) and emits
    /// whatever is now in order.
    ///
    /// @param packet lent for the call
    /// @param nowNanos never less than in an earlier call
    public void receive(RtpPacket packet, long nowNanos, Sink sink) {
        this.nowNanos = nowNanos;
        tally.bytes += packet.length();
        if (rtx.isRtx(packet)) {
            receiveRtx(packet, sink);
        } else {
            receivePrimary(packet, sink);
        }
        giveUpExpired(sink);
    }

    private void receivePrimary(RtpPacket packet, Sink sink) {
        if (!ssrcAccepted(packet.ssrc(), sink)) {
            tally.refused++;
            return;
        }
        long extended = unwrapper.unwrap(packet.sequenceNumber());
        if (extended == SequenceUnwrapper.REFUSED) {
            tally.refused++;
            return;
        }
        tally.packets++;
        if (unwrapper.restarted()) {
            restart(sink);
        }
        if (!started) {
            started = true;
            next = extended;
            highest = extended;
            statistics.restart(extended);
        }
        statistics.received(extended, packet.rtpTimestamp(), nowNanos);
        place(extended, packet, false, sink);
    }

    private void receiveRtx(RtpPacket packet, Sink sink) {
        if (packet.payloadLength() == 0) {
            // A probe of the sender's bandwidth estimation repeats nothing.
            return;
        }
        if (!started || !rtx.isRestorable(packet)) {
            tally.refused++;
            return;
        }
        RtpPacket original = rtx.restore(packet, ssrc.ssrc());
        long extended = highest + (short) (original.sequenceNumber() - (int) highest);
        if (extended > highest || extended < highest - CAPACITY) {
            tally.refused++;
            return;
        }
        place(extended, original, true, sink);
    }

    private boolean ssrcAccepted(int from, Sink sink) {
        return switch (ssrc.judge(from, nowNanos)) {
            case OWN -> true;
            case FOREIGN -> false;
            case TAKEN_OVER -> {
                restart(sink);
                unwrapper.reset();
                yield true;
            }
        };
    }

    private void restart(Sink sink) {
        flush(sink);
        tally.resets++;
        lostForGood();
        started = false;
    }

    private void place(long extended, RtpPacket packet, boolean byRtx, Sink sink) {
        if (extended < next) {
            countStale(extended);
            return;
        }
        if (extended > highest) {
            makeRoom(extended, sink);
            for (long lost = highest + 1; lost < extended; lost++) {
                missing.add(lost, nowNanos);
            }
            highest = extended;
        } else if (missing.contains(extended)) {
            countRepair(missing.arrived(extended, byRtx, nowNanos), byRtx);
        } else if (extended != next) {
            tally.duplicates++;
            return;
        }
        if (extended == next) {
            emit(packet, nowNanos, sink);
            drain(sink);
        } else if (packet.length() <= PacketStore.MAX_PACKET_BYTES) {
            store.put(extended, packet, nowNanos);
        } else {
            tally.refused++;
            missing.add(extended, nowNanos);
        }
    }

    private boolean emitted(long extended) {
        return emitted[(int) extended & (CAPACITY - 1)] == extended;
    }

    private void countStale(long extended) {
        if (emitted(extended)) {
            tally.duplicates++;
        } else {
            tally.late++;
        }
    }

    private void countRepair(boolean asked, boolean byRtx) {
        if (asked) {
            tally.repaired++;
            tally.repairedByRtx += byRtx ? 1 : 0;
        }
    }

    /// Keeps everything from `next` to a new highest number within the rings and the cap.
    private void makeRoom(long newest, Sink sink) {
        long added = newest - highest - 1;
        while (next <= highest
                && (newest - next >= CAPACITY || missing.count() + added > MAX_JUMP)) {
            giveUpNext();
            drain(sink);
        }
    }

    private void giveUpNext() {
        missing.remove(next);
        next++;
        tally.lost++;
        lostForGood();
    }

    private void lostForGood() {
        gapPending = true;
        keyframeWanted |= video;
    }

    private void emit(RtpPacket packet, long arrivalNanos, Sink sink) {
        emitted[(int) next & (CAPACITY - 1)] = next;
        next++;
        if (packet.payloadLength() > 0) {
            boolean gapBefore = gapPending;
            gapPending = false;
            sink.packet(packet, gapBefore, arrivalNanos);
        }
    }

    private void drain(Sink sink) {
        while (next <= highest && store.contains(next)) {
            long extended = next;
            store.view(extended, stored);
            emit(stored, store.arrivalNanos(extended), sink);
            store.remove(extended);
        }
    }

    /// Emits all that is held, whatever is missing in between.
    private void flush(Sink sink) {
        if (!started) {
            return;
        }
        drain(sink);
        while (next <= highest) {
            giveUpNext();
            drain(sink);
        }
    }

    private void giveUpExpired(Sink sink) {
        while (started && next <= highest && nowNanos >= missing.deadline(next)) {
            giveUpNext();
            drain(sink);
        }
    }

    /// Gives up what has waited too long; call when `nowNanos` reaches [#nextTimeoutNanos].
    public void handleTimeout(long nowNanos, Sink sink) {
        this.nowNanos = nowNanos;
        giveUpExpired(sink);
    }

    /// When [#handleTimeout] or [#pollNacks] has something to do; `Long.MAX_VALUE` when idle.
    public long nextTimeoutNanos() {
        if (!started || next > highest) {
            return Long.MAX_VALUE;
        }
        return Math.min(missing.nextRequestNanos(), missing.deadline(next));
    }

    /// Fills in the sequence numbers that are due to be asked for (ascending modulo 2^16), counts
    /// them as asked and returns how many. What does not
    /// fit comes a millisecond later.
    public int pollNacks(int[] sequenceNumbers, long nowNanos) {
        if (!started || next > highest) {
            return 0;
        }
        int due = missing.poll(sequenceNumbers, next, highest, nowNanos);
        tally.nacksSent += due;
        for (int i = 0; i < due; i++) {
            long extended = next + ((sequenceNumbers[i] - (int) next) & 0xffff);
            tally.nacked += missing.isFirstRequest(extended) ? 1 : 0;
        }
        return due;
    }

    /// True once after a loss that only a keyframe heals; never for audio. The caller limits the
    /// rate of its PLIs.
    public boolean takeKeyframeWanted() {
        boolean wanted = keyframeWanted;
        keyframeWanted = false;
        return wanted;
    }

    /// Notes a sender report of this stream for LSR and DLSR.
    public void senderReport(long ntpTimestamp, long nowNanos) {
        statistics.senderReport(ntpTimestamp, nowNanos);
    }

    /// Tells a round-trip time measured elsewhere; without it the time from NACK to repair is used.
    public void roundTripTime(long rttNanos) {
        missing.roundTripTime(rttNanos);
    }

    /// Fills in a report block and starts the next reporting interval; false, and nothing done,
    /// before the first packet.
    public boolean fillReportBlock(ReportBlock block, long nowNanos) {
        if (!started) {
            return false;
        }
        block.ssrc(ssrc.ssrc());
        statistics.report(block, nowNanos);
        return true;
    }

    /// Whether at least one packet has come, so that there is something to report on.
    public boolean started() {
        return started;
    }

    /// The primary SSRC, meaningful once [#hasSsrc].
    public int ssrc() {
        return ssrc.ssrc();
    }

    /// Whether the SSRC is known.
    public boolean hasSsrc() {
        return ssrc.known();
    }

    /// A snapshot; allocates.
    public ReceiveCounters counters() {
        return tally.snapshot();
    }
}
