package org.moqgateway.bench.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;
import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtcp.RtcpVisitor;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.NtpClock;
import org.moqgateway.core.rtp.send.PacketOut;
import org.moqgateway.core.rtp.send.RtpSendStream;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;

/// Publishes a [SyntheticVideo], evenly paced, each frame stamped right before it is sent. Answers
/// NACK and PLI as a browser does. On the peer's loop, except [#framesSent].
final class PublisherMedia implements PeerMedia, PacketOut {
    private static final int MAX_PAYLOAD_BYTES = 1100;
    private static final int BUFFER_PACKETS = 2048;
    private static final long SECOND = 1_000_000_000L;
    private static final int VIDEO_CLOCK_HZ = 90_000;
    private static final byte[] CNAME = "load".getBytes(StandardCharsets.UTF_8);

    private final SyntheticVideo video;
    private final H264Packetizer packetizer = new H264Packetizer();
    private final RtpSendStream stream;
    private final NtpClock clock = wallClock();
    private final RtcpReader reader = new RtcpReader();
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] scratch = new byte[1600];
    private final long frameNanos;

    private @Nullable MediaOut out;
    private long originNanos;
    private long frameDue = Long.MAX_VALUE;
    private long reportDue = Long.MAX_VALUE;
    private final AtomicLong framesSent = new AtomicLong();

    PublisherMedia(SyntheticVideo.Shape shape, NegotiatedSession session) {
        this.video = new SyntheticVideo(shape);
        this.frameNanos = SECOND / shape.framesPerSecond();
        this.stream =
                new RtpSendStream(settings(session.media().getFirst()), new TransportSequence(0));
    }

    private static NtpClock wallClock() {
        Instant now = Instant.now();
        long unixNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return new NtpClock(unixNanos - System.nanoTime());
    }

    private static SendSettings settings(NegotiatedMedia media) {
        int mid = Math.max(0, media.extensions().mid());
        HeaderExtensions extensions =
                new HeaderExtensions(
                        mid,
                        mid == 0 ? "" : media.mid(),
                        Math.max(0, media.extensions().transportWideCc()),
                        Math.max(0, media.extensions().absSendTime()));
        Optional<SendSettings.Stream> rtx =
                media.rtxPayloadType() < 0
                        ? Optional.empty()
                        : Optional.of(
                                new SendSettings.Stream(
                                        (int) media.local().rtx(), media.rtxPayloadType(), 1));
        return new SendSettings(
                new SendSettings.Stream((int) media.local().primary(), media.payloadType(), 1),
                rtx,
                extensions,
                BUFFER_PACKETS,
                SECOND);
    }

    @Override
    public void connected(MediaOut transport, MediaLoop loop, long nowNanos) {
        out = transport;
        originNanos = nowNanos;
        frameDue = nowNanos;
        reportDue = nowNanos;
    }

    @Override
    public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
        // A server sends no media to its publisher.
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {
        reader.read(buffer, offset, length, new Requests(nowNanos));
        flush();
    }

    @Override
    public void onTimer(long nowNanos) {
        if (nowNanos >= frameDue) {
            frameDue += frameNanos;
            sendFrame(System.nanoTime());
        }
        if (nowNanos >= reportDue) {
            reportDue = nowNanos + SECOND;
            sendReport(nowNanos);
        }
    }

    private void sendFrame(long nowNanos) {
        byte[] frame = video.next(nowNanos);
        stream.send(
                packetizer.packetize(frame, 0, frame.length, MAX_PAYLOAD_BYTES),
                rtpTime(nowNanos),
                nowNanos,
                this);
        flush();
        framesSent.incrementAndGet();
    }

    private int rtpTime(long nowNanos) {
        return (int) ((nowNanos - originNanos) * VIDEO_CLOCK_HZ / SECOND);
    }

    private void sendReport(long nowNanos) {
        MediaOut transport = out;
        if (transport != null) {
            writer.begin(scratch, 0, scratch.length - MediaOut.TAILROOM_BYTES);
            stream.fillSenderReport(
                    writer.senderReport(stream.ssrc()),
                    clock.ntpAt(nowNanos),
                    rtpTime(nowNanos),
                    nowNanos);
            writer.cname(stream.ssrc(), CNAME);
            transport.sendRtcp(scratch, 0, writer.length());
        }
    }

    @Override
    public byte[] scratch() {
        return scratch;
    }

    @Override
    public void packet(byte[] buffer, int offset, int length) {
        MediaOut transport = out;
        if (transport != null) {
            transport.sendRtp(buffer, offset, length);
        }
    }

    private void flush() {
        MediaOut transport = out;
        if (transport != null) {
            transport.flush();
        }
    }

    @Override
    public long nextDeadlineNanos() {
        return Math.min(frameDue, reportDue);
    }

    @Override
    public void closed(PeerEnd end) {
        out = null;
    }

    /// Frames sent so far. Any thread.
    long framesSent() {
        return framesSent.get();
    }

    /// What the server asks for.
    private final class Requests implements RtcpVisitor {
        private final long nowNanos;

        Requests(long nowNanos) {
            this.nowNanos = nowNanos;
        }

        @Override
        public void reportBlock(int senderSsrc, ReportBlock block) {
            stream.onReportBlock(block, nowNanos);
        }

        @Override
        public void nack(int senderSsrc, int mediaSsrc, int sequenceNumber) {
            stream.onNack(sequenceNumber, nowNanos, PublisherMedia.this);
        }

        @Override
        public void pictureLossIndication(int senderSsrc, int mediaSsrc) {
            video.wantKeyframe();
        }

        @Override
        public void fullIntraRequest(int senderSsrc, int mediaSsrc, int commandSequenceNumber) {
            video.wantKeyframe();
        }
    }
}
