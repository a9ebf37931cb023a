package org.moqgateway.core.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.moqgateway.core.netem.Hex;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtcp.RtcpVisitor;
import org.moqgateway.core.rtcp.TransportFeedback;

class ViewerFeedbackTest {
    @Test
    void addsUpWhatTheViewerReports() {
        ViewerFeedback counters = new ViewerFeedback();
        RtcpVisitor visitor =
                new RtcpVisitor() {
                    @Override
                    public void transportFeedback(TransportFeedback feedback) {
                        counters.onTransportFeedback(feedback);
                    }

                    @Override
                    public void receiverEstimate(int senderSsrc, int mediaSsrc, long bitrateBps) {
                        counters.onReceiverEstimate(bitrateBps);
                    }
                };
        byte[] bytes =
                Hex.bytes(
                        """
                        8f cd 00 06  00 00 00 01  00 00 00 02
                        00 00 00 06  00 00 00 00
                        a9 00 00 01 01 00 00 00
                        8f ce 00 05  00 00 00 01  00 00 00 00
                        52 45 4d 42  01 1a 20 df  48 74 ed 16
                        """);
        new RtcpReader().read(bytes, 0, bytes.length, visitor);
        assertThat(counters.packetsReceived()).isEqualTo(3);
        assertThat(counters.packetsMissing()).isEqualTo(3);
        assertThat(counters.receiverEstimateBps()).isEqualTo(8_927_168);
    }
}
