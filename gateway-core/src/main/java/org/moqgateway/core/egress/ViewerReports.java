package org.moqgateway.core.egress;

import java.util.List;
import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtcp.RtcpVisitor;
import org.moqgateway.core.rtp.send.PacketOut;
import org.moqgateway.core.rtp.send.RtpSendStream;

/// What one viewer says in RTCP, brought to its sections. Lives on the viewer's loop.
final class ViewerReports implements RtcpVisitor {
    private final List<EgressSection> sections;
    private final PacketOut packets;
    private final long[] lost = new long[2];
    private long nowNanos;
    private long plis;

    /// @param sections the viewer's, completed by whoever gave them
    /// @param packets takes what is sent again
    ViewerReports(List<EgressSection> sections, PacketOut packets) {
        this.sections = sections;
        this.packets = packets;
    }

    /// Says when the packet that is read next came.
    ViewerReports at(long arrivalNanos) {
        nowNanos = arrivalNanos;
        return this;
    }

    /// RTP packets lost, as the last reports of all sections say.
    long lost() {
        return lost[0] + lost[1];
    }

    /// Keyframe requests so far.
    long plis() {
        return plis;
    }

    @Override
    public void reportBlock(int senderSsrc, ReportBlock block) {
        for (int i = 0; i < sections.size(); i++) {
            EgressTrack track = sections.get(i).track();
            if (track.stream().ssrc() == block.ssrc()) {
                track.reportBlock(block, nowNanos);
                lost[i & 1] = block.cumulativeLost();
            }
        }
    }

    @Override
    public void nack(int senderSsrc, int mediaSsrc, int sequenceNumber) {
        for (int i = 0; i < sections.size(); i++) {
            RtpSendStream stream = sections.get(i).track().stream();
            if (stream.ssrc() == mediaSsrc) {
                stream.onNack(sequenceNumber, nowNanos, packets);
            }
        }
    }

    @Override
    public void pictureLossIndication(int senderSsrc, int mediaSsrc) {
        keyframeWanted(mediaSsrc);
    }

    @Override
    public void fullIntraRequest(int senderSsrc, int mediaSsrc, int commandSequenceNumber) {
        keyframeWanted(mediaSsrc);
    }

    private void keyframeWanted(int mediaSsrc) {
        plis++;
        for (EgressSection section : sections) {
            if (section.track().stream().ssrc() == mediaSsrc) {
                section.track().keyframeWanted(nowNanos);
            }
        }
    }
}
