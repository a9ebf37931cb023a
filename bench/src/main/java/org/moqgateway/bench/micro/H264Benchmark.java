package org.moqgateway.bench.micro;

import java.util.concurrent.TimeUnit;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.h264.H264Depacketizer;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// H.264 payload format (RFC 6184), once per frame however many viewers there are. An operation is
/// one packet of 1150 bytes of payload.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class H264Benchmark {
    private final byte[] frame = SampleFrames.delta();
    private final H264Packetizer packetizer = new H264Packetizer();
    private final H264Depacketizer depacketizer = new H264Depacketizer();
    private final RtpPayload payload = new RtpPayload();
    private final PacketizedFrame packets =
            packetizer.packetize(frame, 0, frame.length, SampleFrames.MAX_PAYLOAD_BYTES);
    private int rtpTimestamp;

    /// A frame into payloads.
    @Benchmark
    @OperationsPerInvocation(SampleFrames.PACKETS)
    public PacketizedFrame packetize() {
        return packetizer.packetize(frame, 0, frame.length, SampleFrames.MAX_PAYLOAD_BYTES);
    }

    /// Payloads into a frame.
    @Benchmark
    @OperationsPerInvocation(SampleFrames.PACKETS)
    public void depacketize(Blackhole hole) {
        Depacketizer.Sink sink = new Frames(hole);
        rtpTimestamp += 3000;
        for (int i = 0; i < packets.count(); i++) {
            payload.bytes(packets.data(), packets.offset(i), packets.length(i))
                    .header(rtpTimestamp, i == packets.count() - 1, false);
            depacketizer.push(payload, sink);
        }
    }

    private record Frames(Blackhole hole) implements Depacketizer.Sink {
        @Override
        public void frame(EncodedFrame frame) {
            hole.consume(frame);
        }

        @Override
        public void dropped(DropReason reason, int rtpTimestamp) {
            throw new IllegalStateException(reason.name());
        }
    }
}
