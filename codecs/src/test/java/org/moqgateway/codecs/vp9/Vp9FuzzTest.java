package org.moqgateway.codecs.vp9;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.codecs.PacketFeed;
import org.moqgateway.codecs.PacketizedFrame;

/// Any bytes are taken without an exception. `mvn test` replays the inputs that earlier
/// searches found; this searches for more:
///
///     export JAZZER_FUZZ=1 JAVA_TOOL_OPTIONS=-Djazzer.hooks=true
///     mvn -pl codecs test -Dtest='Vp9FuzzTest#depacketizesAnything'
class Vp9FuzzTest {

    /// The input is cut into payloads: flags, a length, then so many bytes.
    @FuzzTest
    void depacketizesAnything(byte[] input) {
        PacketFeed feed = new PacketFeed(new Vp9Depacketizer(64 * 1024));
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
        int limit = Vp9Packetizer.MIN_PAYLOAD_BYTES + (input.length == 0 ? 0 : input[0] & 0xff);
        PacketizedFrame frame = new Vp9Packetizer().packetize(input, 0, input.length, limit);
        for (int i = 0; i < frame.count(); i++) {
            if (frame.length(i) > limit) {
                throw new AssertionError("payload of " + frame.length(i) + " bytes");
            }
        }
    }

    /// The input is cut into pictures: the limits, a length, then so many bytes.
    @FuzzTest
    void filtersAnything(byte[] input) {
        Vp9LayerFilter filter = new Vp9LayerFilter(LayerLimit.NONE);
        ByteBuffer in = ByteBuffer.wrap(input);
        while (in.remaining() >= 2) {
            int flags = in.get();
            byte[] picture = new byte[Math.min(in.get() & 0xff, in.remaining())];
            in.get(picture);
            filter.limit(new LayerLimit(flags & 7, (flags >> 3) & 7));
            byte[] left = filter.filter(picture, 0, picture.length, (flags & 0x40) != 0);
            if (left.length > picture.length) {
                throw new AssertionError(left.length + " bytes left of " + picture.length);
            }
        }
    }
}
