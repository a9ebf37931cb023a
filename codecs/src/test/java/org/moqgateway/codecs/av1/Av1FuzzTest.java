package org.moqgateway.codecs.av1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.codecs.PacketizedFrame;

/// Any bytes are taken without an exception. `mvn test` replays the inputs that earlier
/// searches found; this searches for more:
///
///     export JAZZER_FUZZ=1 JAVA_TOOL_OPTIONS=-Djazzer.hooks=true
///     mvn -pl codecs test -Dtest='Av1FuzzTest#depacketizesAnything'
class Av1FuzzTest {

    /// The input is cut into payloads: flags, a length, then so many bytes.
    @FuzzTest
    void depacketizesAnything(byte[] input) {
        Feed feed = new Feed(new Av1Depacketizer(64 * 1024));
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
        int limit = 8 + (input.length == 0 ? 0 : input[0] & 0xff);
        checkLengths(new Av1Packetizer().packetize(input, 0, input.length, limit), limit);
        PacketizedFrame described =
                new Av1Packetizer(true).packetize(input, 0, input.length, limit);
        checkLengths(described, limit);
        if (described.descriptors().frames() > 4) {
            throw new AssertionError(described.descriptors().frames() + " frames");
        }
        byte[] base =
                new Av1LayerFilter(new LayerLimit(0, 0)).filter(input, 0, input.length, false);
        if (base.length > input.length) {
            throw new AssertionError("grew to " + base.length + " bytes");
        }
    }

    private static void checkLengths(PacketizedFrame frame, int limit) {
        for (int i = 0; i < frame.count(); i++) {
            if (frame.length(i) > limit) {
                throw new AssertionError("payload of " + frame.length(i) + " bytes");
            }
        }
    }

    /// The input is cut into header extensions: a length, then so many bytes.
    @FuzzTest
    void readsAnyHeader(byte[] input) {
        SequenceHeader.parse(input, 0, input.length).ifPresent(SequenceHeader::videoConfig);
        DependencyDescriptorReader reader = new DependencyDescriptorReader();
        DependencyDescriptor view = new DependencyDescriptor();
        ByteBuffer in = ByteBuffer.wrap(input);
        while (in.hasRemaining()) {
            byte[] extension = new byte[Math.min(in.get() & 0xff, in.remaining())];
            in.get(extension);
            reader.read(extension, 0, extension.length, view);
        }
    }
}
