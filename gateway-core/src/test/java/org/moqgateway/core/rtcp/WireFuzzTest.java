package org.moqgateway.core.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.RtpParseResult;

/// Whatever the network sends, parsing ends with a result. `mvn test` replays the inputs that
/// earlier searches found; this searches for more:
///
///     export JAZZER_FUZZ=1 JAVA_TOOL_OPTIONS=-Djazzer.hooks=true
///     mvn -pl gateway-core -am test -Dtest='WireFuzzTest#anyBytesAreReadAsRtcp'
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
