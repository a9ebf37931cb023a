package org.moqgateway.core.lossy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.moqgateway.codecs.opus.OpusPacketizer;
import org.moqgateway.core.netem.LossyLink;
import org.moqgateway.core.netem.SyntheticMedia;
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

/// A WebRTC publisher: 25 frames and 50 Opus packets a second, RTX, keyframes when asked and every
/// ten seconds.
final class LossyPublisher implements PacketOut, RtcpVisitor {
    private static final int GOP = 250;

    final Map<Integer, byte[]> frames = new HashMap<>();
    final Map<Integer, byte[]> packets = new HashMap<>();
    private final LossyLink wire;
    private final TransportSequence transport = new TransportSequence(65_000);
    private final RtpSendStream video = stream("0", new SendSettings.Stream(10, 96, 65_000), true);
    private final RtpSendStream audio = stream("1", new SendSettings.Stream(20, 111, 1), false);
    private final H264Packetizer h264 = new H264Packetizer();
    private final OpusPacketizer opus = new OpusPacketizer();
    private final RtcpReader reader = new RtcpReader();
    private final NtpClock clock = new NtpClock(1_700_000_000_000_000_000L);
    private final byte[] scratch = new byte[1500];
    private boolean keyframeWanted;
    private int keyframesAnswered;
    private long millis;
    private long nowNanos;

    LossyPublisher(LossyLink wire) {
        this.wire = wire;
    }

    private RtpSendStream stream(String mid, SendSettings.Stream primary, boolean rtx) {
        return new RtpSendStream(
                new SendSettings(
                        primary,
                        rtx ? Optional.of(new SendSettings.Stream(11, 97, 1)) : Optional.empty(),
                        new HeaderExtensions(1, mid, 3, 2),
                        1024,
                        2_000_000_000L),
                transport);
    }

    /// Sends what is due; call each millisecond.
    void tick(long now) {
        nowNanos = now;
        if (millis % 40 == 0) {
            sendVideo((int) (millis / 40));
        }
        if (millis % 20 == 0) {
            int number = (int) (millis / 20);
            byte[] packet = SyntheticMedia.opus(number, 120);
            packets.put(number, packet);
            audio.send(opus.packetize(packet, 0, packet.length, 1150), number * 960, now, this);
        }
        if (millis % 1000 == 50) {
            report(video, 90);
            report(audio, 48);
        }
        millis++;
    }

    private void sendVideo(int number) {
        boolean key = keyframeWanted || number % GOP == 0;
        keyframesAnswered += keyframeWanted ? 1 : 0;
        keyframeWanted = false;
        byte[] unit =
                key
                        ? SyntheticMedia.keyframe(number, 20_000)
                        : SyntheticMedia.delta(number, 1_000 + number * 977 % 6_000);
        frames.put(number, unit);
        video.send(h264.packetize(unit, 0, unit.length, 1150), number * 3_600, nowNanos, this);
    }

    private void report(RtpSendStream stream, int ticksPerMilli) {
        RtcpWriter writer = new RtcpWriter().begin(scratch, 0, scratch.length);
        stream.fillSenderReport(
                writer.senderReport(stream.ssrc()),
                clock.ntpAt(nowNanos),
                (int) millis * ticksPerMilli,
                nowNanos);
        wire.send(scratch, 0, writer.length(), nowNanos);
    }

    /// What the gateway says.
    void rtcp(byte[] bytes) {
        reader.read(bytes, 0, bytes.length, this);
    }

    /// Keyframes sent because they were asked for.
    int keyframesAnswered() {
        return keyframesAnswered;
    }

    @Override
    public void nack(int senderSsrc, int mediaSsrc, int sequenceNumber) {
        RtpSendStream stream = mediaSsrc == video.ssrc() ? video : audio;
        stream.onNack(sequenceNumber, nowNanos, this);
    }

    @Override
    public void pictureLossIndication(int senderSsrc, int mediaSsrc) {
        keyframeWanted = true;
    }

    @Override
    public void reportBlock(int senderSsrc, ReportBlock block) {
        video.onReportBlock(block, nowNanos);
        audio.onReportBlock(block, nowNanos);
    }

    @Override
    public byte[] scratch() {
        return scratch;
    }

    @Override
    public void packet(byte[] buffer, int offset, int length) {
        wire.send(buffer, offset, length, nowNanos);
    }
}
