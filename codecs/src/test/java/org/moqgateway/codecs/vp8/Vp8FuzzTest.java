package org.moqgateway.codecs.vp8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.moqgateway.codecs.PacketFeed;
import org.moqgateway.codecs.PacketizedFrame;

/// Any bytes are taken without an exception. `mvn test` replays the inputs that earlier
/// searches found; this searches for more:
///
///     export JAZZER_FUZZ=1 JAVA_TOOL_OPTIONS=-Djazzer.hooks=true
///     mvn -pl codecs test -Dtest='Vp8FuzzTest#depacketizesAnything'
class Vp8FuzzTest {

    /// The input is cut into payloads: flags, a length, then so many bytes.
    @FuzzTest
    void depacketizesAnything(byte[] input) {
        PacketFeed feed = new PacketFeed(new Vp8Depacketizer(64 * 1024));
        ByteBuffer in = ByteBuffer.wrap(input);
        int rtpTimestamp = 0;
        while (in.remaining() >= 2) {
            int flags = in.get();
            byte[] payload = new byte[Math.min(in.get() & 0xff, in.remaining())];
            in.get(payload);
            if ((flags & 4) != 0) {
                feed.gap();
            }
            rtpTimestamp += flags & 2;
            feed.push(rtpTimestamp, (flags & 1) != 0, payload);
        }
    }

    @FuzzTest
    void packetizesAnything(byte[] input) {
        int limit = 5 + (input.length == 0 ? 0 : input[0] & 0xff);
        PacketizedFrame frame = new Vp8Packetizer().packetize(input, 0, input.length, limit);
        for (int i = 0; i < frame.count(); i++) {
            if (frame.length(i) > limit) {
                throw new AssertionError("payload of " + frame.length(i) + " bytes");
            }
        }
    }
}
