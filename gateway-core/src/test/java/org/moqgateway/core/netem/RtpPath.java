package org.moqgateway.core.netem;

import java.util.Optional;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtcp.RtcpVisitor;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtcp.SenderInfo;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.NtpClock;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.receive.ReceiveSettings;
import org.moqgateway.core.rtp.receive.RtpReceiveStream;
import org.moqgateway.core.rtp.send.PacketOut;
import org.moqgateway.core.rtp.send.RtpSendStream;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;

/// A send stream and a receive stream with a lossy link each way, driven in virtual time by
/// milliseconds. Media goes forth; NACKs and reports come back as real RTCP.
public final class RtpPath {
    private static final long MILLIS = 1_000_000L;
    private static final int SENDER = 10;
    private static final int RECEIVER = 20;

    private final RtpSendStream sender;
    private final RtpReceiveStream receiver;
    private final LossyLink forth;
    private final LossyLink back;
    private final RtpReceiveStream.Sink sink;
    private final NtpClock clock = new NtpClock(1_700_000_000_000_000_000L);
    private final RtpPacket packet = new RtpPacket();
    private final RtcpReader reader = new RtcpReader();
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] rtcp = new byte[1200];
    private final byte[] scratch = new byte[1500];
    private final int[] nacks = new int[512];
    private long nowNanos;

    private final PacketOut out =
            new PacketOut() {
                @Override
                public byte[] scratch() {
                    return scratch;
                }

                @Override
                public void packet(byte[] buffer, int offset, int length) {
                    forth.send(buffer, offset, length, nowNanos);
                }
            };

    private final RtcpVisitor atSender =
            new RtcpVisitor() {
                @Override
                public void nack(int senderSsrc, int mediaSsrc, int sequenceNumber) {
                    sender.onNack(sequenceNumber, nowNanos, out);
                }

                @Override
                public void reportBlock(int senderSsrc, ReportBlock block) {
                    sender.onReportBlock(block, nowNanos);
                }
            };

    private final RtcpVisitor atReceiver =
            new RtcpVisitor() {
                @Override
                public void senderReport(int senderSsrc, SenderInfo info) {
                    receiver.senderReport(info.ntpTimestamp(), nowNanos);
                }
            };

    /// Builds both ends.
    ///
    /// @param settings of the receiver; its RTX payload type 97 makes the sender use RTX
    public RtpPath(
            long seed,
            LinkConditions conditions,
            ReceiveSettings settings,
            RtpReceiveStream.Sink sink) {
        boolean rtx = !settings.rtxToPrimary().isEmpty();
        this.sender =
                new RtpSendStream(
                        new SendSettings(
                                new SendSettings.Stream(SENDER, 96, 65_000),
                                rtx
                                        ? Optional.of(new SendSettings.Stream(11, 97, 65_500))
                                        : Optional.empty(),
                                new HeaderExtensions(1, "0", 3, 0),
                                2048,
                                2000 * MILLIS),
                        new TransportSequence(0));
        this.receiver = new RtpReceiveStream(settings);
        this.forth = new LossyLink(seed, conditions);
        this.back = new LossyLink(seed + 1, conditions);
        this.sink = sink;
    }

    /// Sends a frame now.
    public void send(PacketizedFrame frame, int rtpTimestamp) {
        sender.send(frame, rtpTimestamp, nowNanos, out);
    }

    /// Lets `millis` milliseconds pass; reports go out once a second.
    public void run(long millis) {
        for (long i = 0; i < millis; i++) {
            nowNanos += MILLIS;
            forth.deliver(nowNanos, this::arrived);
            if (receiver.nextTimeoutNanos() <= nowNanos) {
                receiver.handleTimeout(nowNanos, sink);
                sendNacks();
            }
            back.deliver(nowNanos, (bytes, at) -> reader.read(bytes, 0, bytes.length, atSender));
            if (nowNanos / MILLIS % 1000 == 0) {
                sendReports();
            }
        }
    }

    private void arrived(byte[] bytes, long arrivalNanos) {
        if (RtcpReader.isRtcp(bytes, 0, bytes.length)) {
            reader.read(bytes, 0, bytes.length, atReceiver);
        } else {
            packet.wrap(bytes, 0, bytes.length);
            receiver.receive(packet, arrivalNanos, sink);
        }
    }

    private void sendNacks() {
        int count = receiver.pollNacks(nacks, nowNanos);
        if (count > 0) {
            writer.begin(rtcp, 0, rtcp.length);
            writer.nack(RECEIVER, SENDER, nacks, count);
            back.send(rtcp, 0, writer.length(), nowNanos);
        }
    }

    private void sendReports() {
        writer.begin(rtcp, 0, rtcp.length);
        sender.fillSenderReport(writer.senderReport(SENDER), clock.ntpAt(nowNanos), 0, nowNanos);
        forth.send(rtcp, 0, writer.length(), nowNanos);
        writer.begin(rtcp, 0, rtcp.length).receiverReport(RECEIVER);
        if (receiver.hasSsrc() && receiver.fillReportBlock(writer.reportBlock(), nowNanos)) {
            back.send(rtcp, 0, writer.length(), nowNanos);
        }
    }

    /// The sending end.
    public RtpSendStream sender() {
        return sender;
    }

    /// The receiving end.
    public RtpReceiveStream receiver() {
        return receiver;
    }

    /// The way of the media.
    public LossyLink forth() {
        return forth;
    }

    /// The virtual time.
    public long nowNanos() {
        return nowNanos;
    }
}
