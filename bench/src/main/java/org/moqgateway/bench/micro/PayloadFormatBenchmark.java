package org.moqgateway.bench.micro;

import java.util.concurrent.TimeUnit;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.VideoDepacketizer;
import org.moqgateway.codecs.av1.Av1Depacketizer;
import org.moqgateway.codecs.av1.Av1Packetizer;
import org.moqgateway.codecs.h264.H264Depacketizer;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.moqgateway.codecs.h265.H265Depacketizer;
import org.moqgateway.codecs.h265.H265Packetizer;
import org.moqgateway.codecs.vp8.Vp8Depacketizer;
import org.moqgateway.codecs.vp8.Vp8Packetizer;
import org.moqgateway.codecs.vp9.Vp9Depacketizer;
import org.moqgateway.codecs.vp9.Vp9Packetizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// Every video payload format at 1080p60 and 8 Mbit/s. An operation is one second of the stream, so
/// that 10 000 microseconds are one hundredth of a core; its frames have 1 MB.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PayloadFormatBenchmark {
    private static final int CLOCK_TICKS = 1500;

    /// The codec, a [SampleStream].
    @Param({"H264", "H265", "VP8", "VP9", "AV1"})
    public String codec = "H264";

    private byte[][] frames = {};
    private PacketizedFrame[] packets = {};
    private Packetizer packetizer = new H264Packetizer();
    private VideoDepacketizer depacketizer = new H264Depacketizer();
    private final RtpPayload payload = new RtpPayload();
    private final Frames sink = new Frames();
    private int rtpTimestamp;

    /// Makes the stream and its packets.
    @Setup
    public void setUp() {
        SampleStream stream = SampleStream.valueOf(codec);
        frames = stream.frames();
        packetizer = packetizer(stream);
        depacketizer = depacketizer(stream);
        packets = new PacketizedFrame[frames.length];
        for (int i = 0; i < frames.length; i++) {
            packets[i] = packetize(frames[i]);
        }
    }

    private static Packetizer packetizer(SampleStream stream) {
        return switch (stream) {
            case H264 -> new H264Packetizer();
            case H265 -> new H265Packetizer();
            case VP8 -> new Vp8Packetizer();
            case VP9 -> new Vp9Packetizer();
            case AV1 -> new Av1Packetizer();
        };
    }

    private static VideoDepacketizer depacketizer(SampleStream stream) {
        return switch (stream) {
            case H264 -> new H264Depacketizer();
            case H265 -> new H265Depacketizer();
            case VP8 -> new Vp8Depacketizer();
            case VP9 -> new Vp9Depacketizer();
            case AV1 -> new Av1Depacketizer();
        };
    }

    private PacketizedFrame packetize(byte[] frame) {
        return packetizer.packetize(frame, 0, frame.length, SampleFrames.MAX_PAYLOAD_BYTES);
    }

    /// Frames into payloads.
    @Benchmark
    public void packetize(Blackhole hole) {
        for (byte[] frame : frames) {
            hole.consume(packetize(frame));
        }
    }

    /// Payloads into frames.
    @Benchmark
    public int depacketize() {
        sink.frames = 0;
        for (PacketizedFrame frame : packets) {
            rtpTimestamp += CLOCK_TICKS;
            for (int i = 0; i < frame.count(); i++) {
                payload.bytes(frame.data(), frame.offset(i), frame.length(i))
                        .header(rtpTimestamp, i == frame.count() - 1, false);
                depacketizer.push(payload, sink);
            }
        }
        if (sink.frames != SampleStream.FRAMES) {
            throw new IllegalStateException(sink.frames + " frames");
        }
        return sink.bytes;
    }

    private static final class Frames implements Depacketizer.Sink {
        private int frames;
        private int bytes;

        @Override
        public void frame(EncodedFrame frame) {
            frames++;
            bytes += frame.payload().length;
        }

        @Override
        public void dropped(DropReason reason, int rtpTimestamp) {
            throw new IllegalStateException(reason.name());
        }
    }
}
