package org.moqgateway.core.lossy;

import java.util.Map;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.h264.H264Depacketizer;
import org.moqgateway.codecs.opus.OpusDepacketizer;
import org.moqgateway.core.netem.LossyLink;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtcp.RtcpVisitor;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtcp.SenderInfo;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.receive.ReceiveSettings;
import org.moqgateway.core.rtp.receive.RtpReceiveStream;

/// A WebRTC viewer: puts packets in order, asks for lost ones and, at most four times a second, for
/// a keyframe.
final class LossyViewer {
    private static final int OWN_SSRC = 99;
    private static final long PLI_INTERVAL_NANOS = 250_000_000L;

    private final LossyLink wire;
    private final Section video;
    private final Section audio;
    private final RtcpReader reader = new RtcpReader();
    private final RtpPacket packet = new RtpPacket();
    private final byte[] buffer = new byte[1200];
    private final int[] nacks = new int[128];
    private boolean keyframeWanted;
    private long askedNanos;
    private long plis;
    private long nowNanos;

    /// Takes what the viewer puts together.
    interface Screen {
        void frame(boolean video, EncodedFrame frame, long nowNanos);
    }

    LossyViewer(LossyLink wire, Screen screen) {
        this.wire = wire;
        this.video =
                new Section(
                        new ReceiveSettings(
                                90_000, true, Map.of(97, 96), ReceiveSettings.Policy.VIDEO),
                        new H264Depacketizer(),
                        screen);
        this.audio =
                new Section(
                        new ReceiveSettings(48_000, true, Map.of(), ReceiveSettings.Policy.AUDIO),
                        new OpusDepacketizer(),
                        screen);
    }

    RtpReceiveStream video() {
        return video.stream;
    }

    long plis() {
        return plis;
    }

    /// Takes a datagram.
    void receive(byte[] bytes, long now) {
        nowNanos = now;
        if (RtcpReader.isRtcp(bytes, 0, bytes.length)) {
            reader.read(bytes, 0, bytes.length, new Reports());
            return;
        }
        packet.wrap(bytes, 0, bytes.length);
        Section section = packet.payloadType() == 111 ? audio : video;
        section.stream.receive(packet, now, section);
    }

    /// Does what is due; call each millisecond.
    void tick(long now) {
        nowNanos = now;
        ask(video);
        ask(audio);
        keyframeWanted |= video.stream.takeKeyframeWanted();
        if (keyframeWanted && video.stream.hasSsrc() && now - askedNanos >= PLI_INTERVAL_NANOS) {
            keyframeWanted = false;
            askedNanos = now;
            plis++;
            RtcpWriter writer = begin();
            writer.pictureLossIndication(OWN_SSRC, video.stream.ssrc());
            send(writer);
        }
        if (now / 1_000_000 % 1000 == 0 && video.stream.started()) {
            RtcpWriter writer = begin();
            video.stream.fillReportBlock(writer.reportBlock(), now);
            send(writer);
        }
    }

    private void ask(Section section) {
        if (section.stream.nextTimeoutNanos() > nowNanos) {
            return;
        }
        section.stream.handleTimeout(nowNanos, section);
        int count = section.stream.pollNacks(nacks, nowNanos);
        if (count > 0) {
            RtcpWriter writer = begin();
            writer.nack(OWN_SSRC, section.stream.ssrc(), nacks, count);
            send(writer);
        }
    }

    private RtcpWriter begin() {
        RtcpWriter writer = new RtcpWriter().begin(buffer, 0, buffer.length);
        writer.receiverReport(OWN_SSRC);
        return writer;
    }

    private void send(RtcpWriter writer) {
        wire.send(buffer, 0, writer.length(), nowNanos);
    }

    /// One media section.
    private final class Section implements RtpReceiveStream.Sink, Depacketizer.Sink {
        private final RtpReceiveStream stream;
        private final Depacketizer depacketizer;
        private final Screen screen;
        private final RtpPayload payload = new RtpPayload();

        Section(ReceiveSettings settings, Depacketizer depacketizer, Screen screen) {
            this.stream = new RtpReceiveStream(settings);
            this.depacketizer = depacketizer;
            this.screen = screen;
        }

        @Override
        public void packet(RtpPacket arrived, boolean gapBefore, long arrivalNanos) {
            payload.bytes(arrived.buffer(), arrived.payloadOffset(), arrived.payloadLength())
                    .header(arrived.rtpTimestamp(), arrived.marker(), gapBefore);
            depacketizer.push(payload, this);
        }

        @Override
        public void frame(EncodedFrame frame) {
            screen.frame(depacketizer == video.depacketizer, frame, nowNanos);
        }

        @Override
        public void dropped(DropReason reason, int rtpTimestamp) {
            keyframeWanted |= depacketizer == video.depacketizer;
        }
    }

    private final class Reports implements RtcpVisitor {
        @Override
        public void senderReport(int senderSsrc, SenderInfo info) {
            if (video.stream.hasSsrc() && senderSsrc == video.stream.ssrc()) {
                video.stream.senderReport(info.ntpTimestamp(), nowNanos);
            }
        }
    }
}
