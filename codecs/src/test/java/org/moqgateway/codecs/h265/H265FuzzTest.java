package org.moqgateway.codecs.h265;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.nal.Feed;

/// Any bytes are taken without an exception. `mvn test` replays the inputs that earlier
/// searches found; this searches for more:
///
///     export JAZZER_FUZZ=1 JAVA_TOOL_OPTIONS=-Djazzer.hooks=true
///     mvn -pl codecs test -Dtest='H265FuzzTest#depacketizesAnything'
class H265FuzzTest {

    /// The input is cut into payloads: flags, a length, then so many bytes.
    @FuzzTest
    void depacketizesAnything(byte[] input) {
        Feed feed = new Feed(new H265Depacketizer(64 * 1024));
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
    void parsesAnyParameterSet(byte[] input) {
        VideoParameterSet.parse(input, 0, input.length);
        SequenceParameterSet.parse(input, 0, input.length)
                .ifPresent(SequenceParameterSet::videoConfig);
        PictureParameterSet.parse(input, 0, input.length);
    }

    @FuzzTest
    void packetizesAnything(byte[] input) {
        int limit = 4 + (input.length == 0 ? 0 : input[0] & 0xff);
        PacketizedFrame frame = new H265Packetizer().packetize(input, 0, input.length, limit);
        for (int i = 0; i < frame.count(); i++) {
            if (frame.length(i) > limit) {
                throw new AssertionError("payload of " + frame.length(i) + " bytes");
            }
        }
    }

    /// The input is a frame twice over: the order of the second one builds on the first.
    @FuzzTest
    void ordersAnything(byte[] input) {
        H265Reordering reordering = new H265Reordering();
        int half = input.length / 2;
        reordering.next(input, 0, half, true);
        reordering.next(input, half, input.length - half, false);
    }

    @FuzzTest
    void configuresAnything(byte[] input) {
        HevcConfiguration.parse(input)
                .ifPresent(it -> it.toAnnexB(input, 0, input.length, !it.codecString().isEmpty()));
        HevcConfiguration.ofAnnexB(input, 0, input.length)
                .ifPresent(it -> it.fromAnnexB(input, 0, input.length));
    }
}
