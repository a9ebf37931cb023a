package org.moqgateway.core.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.RtpParseResult;

/// Whatever the network sends, parsing ends with a result. Runs on its seeds alone unless
/// `JAZZER_FUZZ=1` is set.
class WireFuzzTest {
    @FuzzTest
    void anyBytesAreReadAsRtcp(byte[] bytes) {
        RtcpParseResult result =
                new RtcpReader().read(bytes, 0, bytes.length, new RecordingVisitor());
        assertThat(result).isNotNull();
    }

    @FuzzTest
    void anyBytesAreReadAsRtp(byte[] bytes) {
        RtpPacket packet = new RtpPacket();
        if (packet.wrap(bytes, 0, bytes.length) == RtpParseResult.OK) {
            assertThat(packet.headerLength() + packet.payloadLength() + packet.paddingLength())
                    .isEqualTo(bytes.length);
            for (int id = 0; id < 256; id++) {
                assertThat(packet.extensionOffset(id) + packet.extensionLength(id))
                        .isLessThanOrEqualTo(bytes.length);
            }
        }
    }
}
