package org.moqgateway.bench.micro;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.RtpWriter;
import org.moqgateway.core.rtp.send.PacketOut;
import org.moqgateway.core.rtp.send.RtpSendStream;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;
import org.moqgateway.core.srtp.SrtpProfile;
import org.moqgateway.core.srtp.SrtpSession;
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

/// What one more viewer costs, up to the socket: headers, send buffer, SRTP with AES-128-GCM, all
/// extensions negotiated. An operation is one packet.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EgressBenchmark implements PacketOut {
    private static final HeaderExtensions EXTENSIONS = new HeaderExtensions(1, "0", 3, 2);
    private static final long FRAME_NANOS = 33_333_333L;

    private final byte[] frame = SampleFrames.delta();
    private final PacketizedFrame packets =
            new H264Packetizer().packetize(frame, 0, frame.length, SampleFrames.MAX_PAYLOAD_BYTES);
    private final RtpSendStream stream =
            new RtpSendStream(
                    new SendSettings(
                            new SendSettings.Stream(1, 96, 1),
                            Optional.empty(),
                            EXTENSIONS,
                            2048,
                            2_000_000_000L),
                    new TransportSequence(0));
    private final SrtpSession session =
            new SrtpSession(SrtpBenchmark.keys(SrtpProfile.AEAD_AES_128_GCM), true);
    private final RtpWriter writer = new RtpWriter(1, 96, EXTENSIONS);
    private final byte[] scratch = new byte[1600];
    private final PacketOut plain = new Unprotected();
    private long nowNanos;
    private int rtpTimestamp;
    private int sequenceNumber;
    private long bytes;

    /// A header with its extensions.
    @Benchmark
    public int writeHeader() {
        writer.rtpTimestamp(rtpTimestamp)
                .marker(false)
                .sequenceNumber(sequenceNumber)
                .transportSequenceNumber(sequenceNumber++);
        return writer.write(scratch, 0);
    }

    /// A packetized frame into the packets of one viewer, not yet protected.
    @Benchmark
    @OperationsPerInvocation(SampleFrames.PACKETS)
    public long buildFrame() {
        nowNanos += FRAME_NANOS;
        rtpTimestamp += 3000;
        stream.send(packets, rtpTimestamp, nowNanos, plain);
        return bytes;
    }

    /// A packetized frame into protected packets for one viewer.
    @Benchmark
    @OperationsPerInvocation(SampleFrames.PACKETS)
    public long sendFrame() {
        nowNanos += FRAME_NANOS;
        rtpTimestamp += 3000;
        stream.send(packets, rtpTimestamp, nowNanos, this);
        return bytes;
    }

    @Override
    public byte[] scratch() {
        return scratch;
    }

    @Override
    public void packet(byte[] buffer, int offset, int length) {
        int protectedLength = session.protectRtp(buffer, offset, length);
        if (protectedLength < 0) {
            throw new IllegalStateException("refused: " + protectedLength);
        }
        bytes += protectedLength;
    }

    /// Takes packets as they are.
    private final class Unprotected implements PacketOut {
        @Override
        public byte[] scratch() {
            return scratch;
        }

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            bytes += length;
        }
    }
}
