package org.moqgateway.core.ingest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.bandwidth.RembEstimator;
import org.moqgateway.core.bandwidth.TwccFeedbackGenerator;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtp.RtpPacket;

/// What a publisher is told in RTCP: NACK, PLI or FIR, receiver reports, REMB and transport-wide
/// feedback (RFC 3550, RFC 4585, RFC 5104). One thread; pure.
final class IngestFeedback {
    private static final int RTCP_BYTES = 1200;
    private static final int MAX_NACKS = 128;

    // What a sender without transport-wide feedback is allowed at first and at most.
    private static final long START_BPS = 5_000_000L;
    private static final long MAX_BPS = 100_000_000L;

    private final int senderSsrc;
    private final byte[] cname;
    private final RtcpWriter writer = new RtcpWriter();
    private final TwccFeedbackGenerator arrivals = new TwccFeedbackGenerator();
    private final RembEstimator estimator = new RembEstimator(START_BPS, MAX_BPS);
    private final byte[] scratch = new byte[RTCP_BYTES + MediaOut.TAILROOM_BYTES];
    private final int[] nacks = new int[MAX_NACKS];
    private long keyframeRequests;

    IngestFeedback(int senderSsrc, String cname) {
        this.senderSsrc = senderSsrc;
        this.cname = cname.getBytes(StandardCharsets.UTF_8);
    }

    /// Keyframe requests sent so far.
    long keyframeRequests() {
        return keyframeRequests;
    }

    /// When [#sendDue] has something to send.
    long nextNanos() {
        return arrivals.nextFeedbackNanos();
    }

    /// Notes the arrival of a packet, before it is reordered.
    void received(IngestSection section, RtpPacket packet, long nowNanos) {
        int id = section.media().extensions().transportWideCc();
        boolean wanted = id > 0 && section.media().feedback().transportCc();
        int number = wanted ? packet.transportSequenceNumber(id) : -1;
        if (number >= 0) {
            arrivals.received(number, packet.ssrc(), nowNanos);
        }
        estimator.received(packet.length(), nowNanos);
    }

    /// Sends what a section wants to tell its sender now: NACK, PLI.
    void answer(IngestSection section, @Nullable MediaOut out, long nowNanos) {
        int missing = section.stream().pollNacks(nacks, nowNanos);
        boolean keyframe = section.askForKeyframe(nowNanos);
        if (missing == 0 && !keyframe) {
            return;
        }
        begin();
        int ssrc = section.stream().ssrc();
        if (missing > 0) {
            writer.nack(senderSsrc, ssrc, nacks, missing);
        }
        if (keyframe) {
            keyframeRequests++;
            if (section.media().feedback().pli()) {
                writer.pictureLossIndication(senderSsrc, ssrc);
            } else {
                writer.fullIntraRequest(senderSsrc, ssrc, (int) keyframeRequests & 0xff);
            }
        }
        send(out);
    }

    /// Sends the transport-wide feedback that is due.
    void sendDue(@Nullable MediaOut out, long nowNanos) {
        while (arrivals.nextFeedbackNanos() <= nowNanos) {
            begin();
            if (!arrivals.writeFeedback(writer, senderSsrc, nowNanos)) {
                return;
            }
            send(out);
        }
    }

    /// Sends a receiver report on every section, and REMB where it was negotiated.
    void report(List<IngestSection> sections, @Nullable MediaOut out, long nowNanos) {
        writer.begin(scratch, 0, RTCP_BYTES);
        writer.receiverReport(senderSsrc);
        int worst = 0;
        IngestSection estimated = null;
        for (IngestSection section : sections) {
            if (section.stream().started()) {
                ReportBlock block = writer.reportBlock();
                section.stream().fillReportBlock(block, nowNanos);
                worst = Math.max(worst, block.fractionLost());
                if (section.media().feedback().remb()) {
                    estimated = section;
                }
            }
        }
        writer.cname(senderSsrc, cname);
        estimator.lost(worst, nowNanos);
        if (estimated != null) {
            writer.receiverEstimate(
                    senderSsrc, estimator.estimateBps(nowNanos), estimated.stream().ssrc());
        }
        send(out);
    }

    private void begin() {
        writer.begin(scratch, 0, RTCP_BYTES);
        // Reduced-size RTCP (RFC 5506) is not always negotiated: begin as a compound packet does.
        writer.receiverReport(senderSsrc);
        writer.cname(senderSsrc, cname);
    }

    private void send(@Nullable MediaOut out) {
        if (out != null) {
            out.sendRtcp(scratch, 0, writer.length());
            out.flush();
        }
    }
}
