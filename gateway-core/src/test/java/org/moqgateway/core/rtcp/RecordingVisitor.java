package org.moqgateway.core.rtcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes down what it is shown, one line each.
final class RecordingVisitor implements RtcpVisitor {
    final List<String> seen = new ArrayList<>();

    @Override
    public void senderReport(int senderSsrc, SenderInfo info) {
        seen.add(
                "SR %x ntp %x rtp %x packets %d octets %d"
                        .formatted(
                                senderSsrc,
                                info.ntpTimestamp(),
                                info.rtpTimestamp(),
                                info.packetCount(),
                                info.octetCount()));
    }

    @Override
    public void reportBlock(int senderSsrc, ReportBlock block) {
        seen.add(
                "block %x about %x lost %d %d highest %x jitter %d lsr %x dlsr %d"
                        .formatted(
                                senderSsrc,
                                block.ssrc(),
                                block.fractionLost(),
                                block.cumulativeLost(),
                                block.extendedHighestSequenceNumber(),
                                block.jitter(),
                                block.lastSenderReport(),
                                block.delaySinceLastSenderReport()));
    }

    @Override
    public void cname(int ssrc, byte[] buffer, int offset, int length) {
        String text = new String(buffer, offset, length, StandardCharsets.UTF_8);
        seen.add("CNAME %x %s".formatted(ssrc, text));
    }

    @Override
    public void bye(int ssrc) {
        seen.add("BYE %x".formatted(ssrc));
    }

    @Override
    public void pictureLossIndication(int senderSsrc, int mediaSsrc) {
        seen.add("PLI %x %x".formatted(senderSsrc, mediaSsrc));
    }

    @Override
    public void fullIntraRequest(int senderSsrc, int mediaSsrc, int commandSequenceNumber) {
        seen.add("FIR %x %x %x".formatted(senderSsrc, mediaSsrc, commandSequenceNumber));
    }

    @Override
    public void nack(int senderSsrc, int mediaSsrc, int sequenceNumber) {
        seen.add("NACK %x %x %x".formatted(senderSsrc, mediaSsrc, sequenceNumber));
    }

    @Override
    public void transportFeedback(TransportFeedback feedback) {
        seen.add(
                "TWCC base %d count %d received %d fb %d"
                        .formatted(
                                feedback.baseSequenceNumber(),
                                feedback.statusCount(),
                                feedback.receivedCount(),
                                feedback.feedbackCount()));
        feedback.forEach(
                new TransportFeedback.Visitor() {
                    @Override
                    public void received(int transportSequenceNumber, long arrivalUs) {
                        seen.add(transportSequenceNumber + " at " + arrivalUs);
                    }

                    @Override
                    public void notReceived(int transportSequenceNumber) {
                        seen.add(transportSequenceNumber + " missing");
                    }
                });
    }

    @Override
    public void receiverEstimate(int senderSsrc, int mediaSsrc, long bitrateBps) {
        seen.add("REMB %x %x %d".formatted(senderSsrc, mediaSsrc, bitrateBps));
    }
}
