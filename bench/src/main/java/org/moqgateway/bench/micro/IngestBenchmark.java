package org.moqgateway.bench.micro;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.ingest.IngestMedia;
import org.moqgateway.core.ingest.IngestSettings;
import org.moqgateway.core.negotiation.ExtensionIds;
import org.moqgateway.core.negotiation.Feedback;
import org.moqgateway.core.negotiation.NegotiatedCodec;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.negotiation.Ssrcs;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.RtpWriter;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.moq.model.Origin;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What one more publisher costs, from behind SRTP to the broadcast's track: parsing, reordering,
/// feedback, depacketizing, timestamps, catalog. An operation is one packet, written anew each time
/// (that is in the figure, but small); a group is 60 frames.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IngestBenchmark {
    private static final int GROUP_FRAMES = 60;
    private static final int GROUP_PACKETS = GROUP_FRAMES * SampleFrames.PACKETS;
    private static final long PACKET_NANOS = 4_000_000L;
    private static final int PAYLOAD_TYPE = 96;

    private final H264Packetizer packetizer = new H264Packetizer();
    private final PacketizedFrame keyframe = packets(SampleFrames.keyframe());
    private final PacketizedFrame delta = packets(SampleFrames.delta());
    private final RtpWriter writer =
            new RtpWriter(7, PAYLOAD_TYPE, new HeaderExtensions(1, "0", 3, 2));
    private final Origin origin = new Origin();
    private final IngestMedia media =
            new IngestMedia(
                    new IngestSettings(List.of(section()), 1, "bench", IngestContainer.LEGACY),
                    prepare -> origin.createBroadcast("bench", prepare));
    private final byte[] buffer = new byte[1600];
    private long nowNanos = 1_000_000_000L;
    private int sequenceNumber;
    private int rtpTimestamp;

    private PacketizedFrame packets(byte[] frame) {
        PacketizedFrame cut =
                packetizer.packetize(frame, 0, frame.length, SampleFrames.MAX_PAYLOAD_BYTES);
        if (cut.count() != SampleFrames.PACKETS) {
            throw new IllegalStateException(cut.count() + " packets");
        }
        return cut;
    }

    private static NegotiatedMedia section() {
        return new NegotiatedMedia(
                "0",
                Direction.RECVONLY,
                new NegotiatedCodec(RtpCodec.H264, PAYLOAD_TYPE, 90_000, 1, "", "", -1),
                new Feedback(true, true, false, true, true),
                new ExtensionIds(1, 2, 3, -1),
                new Ssrcs(7, -1),
                new Ssrcs(1, -1));
    }

    /// Lets media flow.
    @Setup
    public void connect() {
        media.connected(new NoTransport(), new NoLoop(), nowNanos);
        receiveGroup();
        if (media.status(nowNanos).orElseThrow().tracks().isEmpty()) {
            throw new IllegalStateException("the sample stream is not understood");
        }
    }

    /// A group of frames, from packets to the track.
    @Benchmark
    @OperationsPerInvocation(GROUP_PACKETS)
    public void receiveGroup() {
        receive(keyframe);
        for (int i = 1; i < GROUP_FRAMES; i++) {
            receive(delta);
        }
    }

    private void receive(PacketizedFrame frame) {
        rtpTimestamp += 3000;
        for (int i = 0; i < frame.count(); i++) {
            nowNanos += PACKET_NANOS;
            writer.rtpTimestamp(rtpTimestamp)
                    .marker(i == frame.count() - 1)
                    .sequenceNumber(sequenceNumber)
                    .transportSequenceNumber(sequenceNumber++);
            int at = writer.write(buffer, 0);
            System.arraycopy(frame.data(), frame.offset(i), buffer, at, frame.length(i));
            media.rtp(buffer, 0, at + frame.length(i), nowNanos);
        }
        if (media.nextDeadlineNanos() <= nowNanos) {
            media.onTimer(nowNanos);
        }
    }

    /// Sends nothing.
    private static final class NoTransport implements MediaOut {
        @Override
        public void sendRtp(byte[] packet, int offset, int length) {}

        @Override
        public void sendRtcp(byte[] packet, int offset, int length) {}

        @Override
        public void flush() {}

        @Override
        public void end(PeerEnd why) {
            throw new IllegalStateException(why.toString());
        }

        @Override
        public void wake(long now) {}
    }

    /// Runs everything at once.
    private static final class NoLoop implements MediaLoop {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public Cancellable schedule(Runnable task, long delayNanos) {
            return () -> {};
        }
    }
}
