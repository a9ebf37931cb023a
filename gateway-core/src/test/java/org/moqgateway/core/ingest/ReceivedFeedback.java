package org.moqgateway.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtcp.RtcpParseResult;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtcp.RtcpVisitor;
import org.moqgateway.core.rtcp.TransportFeedback;

/// What a publisher is told by RTCP.
final class ReceivedFeedback implements RtcpVisitor, TransportFeedback.Visitor {
    final List<Integer> nacks = new ArrayList<>();
    final List<Integer> plis = new ArrayList<>();
    final List<Integer> firs = new ArrayList<>();
    final List<Integer> firNumbers = new ArrayList<>();
    final List<Integer> arrived = new ArrayList<>();
    final List<Integer> missing = new ArrayList<>();
    final List<Long> estimates = new ArrayList<>();
    final List<Block> blocks = new ArrayList<>();
    private final RtcpReader reader = new RtcpReader();

    /// One report block.
    record Block(int ssrc, int fractionLost, int lost, int lastSenderReport) {}

    void take(byte[] packet, boolean control) {
        assertThat(control).as("a publisher is sent no media").isTrue();
        assertThat(reader.read(packet, 0, packet.length, this)).isEqualTo(RtcpParseResult.OK);
    }

    @Override
    public void nack(int senderSsrc, int mediaSsrc, int sequenceNumber) {
        nacks.add(sequenceNumber);
    }

    @Override
    public void pictureLossIndication(int senderSsrc, int mediaSsrc) {
        plis.add(mediaSsrc);
    }

    @Override
    public void fullIntraRequest(int senderSsrc, int mediaSsrc, int commandSequenceNumber) {
        firs.add(mediaSsrc);
        firNumbers.add(commandSequenceNumber);
    }

    @Override
    public void transportFeedback(TransportFeedback feedback) {
        feedback.forEach(this);
    }

    @Override
    public void received(int transportSequenceNumber, long arrivalUs) {
        arrived.add(transportSequenceNumber);
    }

    @Override
    public void notReceived(int transportSequenceNumber) {
        missing.add(transportSequenceNumber);
    }

    @Override
    public void receiverEstimate(int senderSsrc, int mediaSsrc, long bitrateBps) {
        estimates.add(bitrateBps);
    }

    @Override
    public void reportBlock(int senderSsrc, ReportBlock block) {
        blocks.add(
                new Block(
                        block.ssrc(),
                        block.fractionLost(),
                        block.cumulativeLost(),
                        block.lastSenderReport()));
    }
}
