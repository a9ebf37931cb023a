package org.moqgateway.bench.load;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.moqgateway.bench.measure.LatencyHistogram;
import org.moqgateway.bench.measure.Window;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.h264.H264Depacketizer;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtcp.RtcpVisitor;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtcp.SenderInfo;
import org.moqgateway.core.rtp.NtpClock;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.RtpParseResult;
import org.moqgateway.core.sdp.MediaKind;

/// Plays as cheaply as can be: decrypts, counts, reports once a second, and asks for a keyframe
/// until it has one. It asks for no retransmission, so that each gap shows.
///
/// On the peer's loop, except [#connectedNanos], [#firstFrameNanos] and [#ending].
final class ViewerMedia implements PeerMedia {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOT_YET = Long.MIN_VALUE;
    private static final int OUR_SSRC = 1;
    private static final int RTCP_BYTES = 256;
    private static final byte[] CNAME = "load".getBytes(StandardCharsets.UTF_8);

    private final int videoPayloadType;
    private final int audioPayloadType;
    private final Window window;
    private final RtpPacket packet = new RtpPacket();
    private final SequenceTally video = new SequenceTally();
    private final SequenceTally audio = new SequenceTally();
    private final LatencyHistogram latency = new LatencyHistogram();
    private final RtcpReader reader = new RtcpReader();
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] scratch = new byte[RTCP_BYTES + MediaOut.TAILROOM_BYTES];

    private @Nullable MediaOut out;
    private @Nullable FirstFrame firstFrame = new FirstFrame();
    private int videoSsrc;
    private int frameTimestamp;
    private long frameStamp = FrameStamp.NONE;
    private boolean frameBroken = true;
    private long frames;
    private long reportDue = Long.MAX_VALUE;
    private int lastSenderReport;
    private long lastSenderReportNanos;
    private volatile long connectedNanos = NOT_YET;
    private volatile long firstFrameNanos = NOT_YET;
    private volatile @Nullable PeerEnd ending;

    ViewerMedia(NegotiatedSession session, Window window) {
        this.videoPayloadType = payloadType(session, MediaKind.VIDEO);
        this.audioPayloadType = payloadType(session, MediaKind.AUDIO);
        this.window = window;
    }

    private static int payloadType(NegotiatedSession session, MediaKind kind) {
        return session.media(kind).map(NegotiatedMedia::payloadType).orElse(-1);
    }

    /// What a viewer has counted so far.
    ///
    /// @param packets RTP packets of both kinds
    /// @param bytes of these packets, headers included, SRTP tags not
    /// @param lost gaps in the sequence numbers
    /// @param frames complete video frames
    record Counts(long packets, long bytes, long lost, long frames) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    packets + other.packets,
                    bytes + other.bytes,
                    lost + other.lost,
                    frames + other.frames);
        }

        Counts minus(Counts other) {
            return new Counts(
                    packets - other.packets,
                    bytes - other.bytes,
                    lost - other.lost,
                    frames - other.frames);
        }
    }

    /// The counters now.
    Counts counts() {
        return new Counts(
                video.received() + audio.received(),
                video.bytes() + audio.bytes(),
                video.lost() + audio.lost(),
                frames);
    }

    /// How long frames of the window took.
    LatencyHistogram latency() {
        return latency;
    }

    /// When the keys were there; [Long#MIN_VALUE] before that.
    long connectedNanos() {
        return connectedNanos;
    }

    /// When the first keyframe was complete; with audio alone, the first packet.
    /// [Long#MIN_VALUE] before that.
    long firstFrameNanos() {
        return firstFrameNanos;
    }

    /// How it ended; null while it lives.
    @Nullable PeerEnd ending() {
        return ending;
    }

    @Override
    public void connected(MediaOut transport, MediaLoop loop, long nowNanos) {
        out = transport;
        connectedNanos = nowNanos;
        reportDue = nowNanos + SECOND;
    }

    @Override
    public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
        if (packet.wrap(buffer, offset, length) != RtpParseResult.OK) {
            return;
        }
        if (packet.payloadType() == videoPayloadType) {
            video(length);
        } else if (packet.payloadType() == audioPayloadType) {
            audio.packet(packet.sequenceNumber(), length);
            if (videoPayloadType < 0 && firstFrameNanos == NOT_YET) {
                firstFrameNanos = nowNanos;
            }
        }
    }

    private void video(int length) {
        videoSsrc = packet.ssrc();
        boolean following = video.packet(packet.sequenceNumber(), length);
        if (packet.rtpTimestamp() != frameTimestamp || !following) {
            frameBroken = !following;
            frameStamp = FrameStamp.NONE;
            frameTimestamp = packet.rtpTimestamp();
        }
        if (frameStamp == FrameStamp.NONE) {
            frameStamp =
                    FrameStamp.find(
                            packet.buffer(),
                            packet.payloadOffset(),
                            packet.payloadLength(),
                            SyntheticVideo.STAMP_RANGE);
        }
        FirstFrame waiting = firstFrame;
        if (waiting != null) {
            waiting.push(following);
        }
        if (packet.marker()) {
            endOfFrame();
        }
    }

    private void endOfFrame() {
        if (frameBroken) {
            return;
        }
        frames++;
        // The loop's own time is that of its last wake-up: too early for a packet further back.
        long now = System.nanoTime();
        if (frameStamp != FrameStamp.NONE && window.contains(frameStamp)) {
            latency.record(now - frameStamp);
        }
    }

    /// Finds the first picture that can be shown.
    private final class FirstFrame implements Depacketizer.Sink {
        private final H264Depacketizer depacketizer = new H264Depacketizer();
        private final RtpPayload payload = new RtpPayload();

        void push(boolean following) {
            payload.bytes(packet.buffer(), packet.payloadOffset(), packet.payloadLength())
                    .header(packet.rtpTimestamp(), packet.marker(), !following);
            depacketizer.push(payload, this);
        }

        @Override
        public void frame(EncodedFrame frame) {
            if (frame.keyframe()) {
                firstFrameNanos = System.nanoTime();
                firstFrame = null;
            }
        }

        @Override
        public void dropped(DropReason reason, int rtpTimestamp) {
            // The next keyframe will do.
        }
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {
        reader.read(
                buffer,
                offset,
                length,
                new RtcpVisitor() {
                    @Override
                    public void senderReport(int senderSsrc, SenderInfo info) {
                        if (senderSsrc == videoSsrc) {
                            lastSenderReport = NtpClock.middle(info.ntpTimestamp());
                            lastSenderReportNanos = nowNanos;
                        }
                    }
                });
    }

    @Override
    public void onTimer(long nowNanos) {
        MediaOut transport = out;
        if (nowNanos < reportDue || transport == null) {
            return;
        }
        reportDue = nowNanos + SECOND;
        if (video.received() == 0) {
            return;
        }
        writer.begin(scratch, 0, RTCP_BYTES);
        writer.receiverReport(OUR_SSRC);
        long delay =
                lastSenderReport == 0 ? 0 : ((nowNanos - lastSenderReportNanos) << 16) / SECOND;
        writer.reportBlock()
                .ssrc(videoSsrc)
                .lost(video.fractionLost(), video.lost())
                .reception(video.extendedHighest(), 0)
                .senderReport(lastSenderReport, delay);
        writer.cname(OUR_SSRC, CNAME);
        if (firstFrame != null) {
            writer.pictureLossIndication(OUR_SSRC, videoSsrc);
        }
        transport.sendRtcp(scratch, 0, writer.length());
        transport.flush();
    }

    @Override
    public long nextDeadlineNanos() {
        return reportDue;
    }

    @Override
    public void closed(PeerEnd end) {
        out = null;
        reportDue = Long.MAX_VALUE;
        ending = end;
    }
}
