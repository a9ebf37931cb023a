package org.moqgateway.codecs.opus;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RecordingSink;
import org.moqgateway.codecs.RtpPayload;

/// Any bytes are taken without an exception. `mvn test` replays the inputs that earlier
/// searches found; this searches for more:
///
///     export JAZZER_FUZZ=1 JAVA_TOOL_OPTIONS=-Djazzer.hooks=true
///     mvn -pl codecs test -Dtest='RedFuzzTest#takesAnything'
class RedFuzzTest {

    /// The input is cut into payloads: flags, a length, then so many bytes. Timestamps only
    /// grow, so those of the frames must too.
    @FuzzTest
    void takesAnything(byte[] input) {
        RedDepacketizer depacketizer = new RedDepacketizer(111);
        RecordingSink sink = new RecordingSink();
        ByteBuffer in = ByteBuffer.wrap(input);
        int rtpTimestamp = 1 << 20;
        while (in.remaining() >= 2) {
            int flags = in.get();
            byte[] payload = new byte[Math.min(in.get() & 0xff, in.remaining())];
            in.get(payload);
            rtpTimestamp += 960 * (1 + (flags & 3));
            RtpPayload view = new RtpPayload().bytes(payload, 0, payload.length);
            depacketizer.push(view.header(rtpTimestamp, false, (flags & 4) != 0), sink);
        }
        int last = 0;
        for (EncodedFrame frame : sink.frames()) {
            if (frame.rtpTimestamp() <= last) {
                throw new AssertionError("twice or out of order: " + frame.rtpTimestamp());
            }
            last = frame.rtpTimestamp();
        }
    }
}
