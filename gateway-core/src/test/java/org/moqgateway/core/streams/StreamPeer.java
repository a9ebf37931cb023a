package org.moqgateway.core.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.VideoDepacketizer;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.RtpParseResult;
import org.moqgateway.core.rtp.RtpWriter;

/// Publishes a real stream over and over at its own pace, its first frame at once and others
/// from [#goOn] on, or collects what a viewer is sent, as the session was negotiated. The
/// frames, and to go on: any thread.
final class StreamPeer implements PeerMedia, Depacketizer.Sink {
    private static final int MAX_PAYLOAD_BYTES = 1150;
    private static final int CLOCK_TICKS = 3000;
    private static final long INTERVAL_NANOS = 1_000_000_000L / 30;

    private final RealStream stream;
    private final NegotiatedSession negotiated;
    private final Packetizer packetizer;
    private final VideoDepacketizer depacketizer;
    private final RtpPacket packet = new RtpPacket();
    private final RtpPayload payload = new RtpPayload();
    private final List<EncodedFrame> frames = new CopyOnWriteArrayList<>();
    private final List<DropReason> drops = new CopyOnWriteArrayList<>();
    private volatile boolean goesOn;
    private @Nullable MediaOut out;
    private int sequenceNumber;
    private int expected = -1;
    private int sent;

    StreamPeer(RealStream stream, NegotiatedSession negotiated) {
        this.stream = stream;
        this.negotiated = negotiated;
        packetizer = stream.recipe().format().packetizer();
        depacketizer = stream.recipe().format().depacketizer();
    }

    /// Sends what comes after the first frame.
    void goOn() {
        goesOn = true;
    }

    /// What a viewer was sent, in order.
    List<EncodedFrame> frames() {
        return new ArrayList<>(frames);
    }

    /// What did not reach a viewer whole.
    List<DropReason> drops() {
        return new ArrayList<>(drops);
    }

    @Override
    public void connected(MediaOut transport, MediaLoop loop, long nowNanos) {
        out = transport;
        for (NegotiatedMedia media : negotiated.media()) {
            if (media.direction().sends()) {
                int ssrc = (int) media.local().primary();
                sendAndAgain(new RtpWriter(ssrc, media.payloadType(), HeaderExtensions.NONE), loop);
            }
        }
    }

    private void sendAndAgain(RtpWriter writer, MediaLoop loop) {
        MediaOut transport = out;
        if (transport == null) {
            return;
        }
        if (sent == 0 || goesOn) {
            sendNext(writer, transport);
        }
        loop.schedule(() -> sendAndAgain(writer, loop), INTERVAL_NANOS);
    }

    private void sendNext(RtpWriter writer, MediaOut transport) {
        byte[] frame = stream.frames().get(sent % stream.frames().size());
        PacketizedFrame packets = packetizer.packetize(frame, 0, frame.length, MAX_PAYLOAD_BYTES);
        for (int i = 0; i < packets.count(); i++) {
            byte[] bytes =
                    new byte[writer.headerBytes() + packets.length(i) + MediaOut.TAILROOM_BYTES];
            writer.sequenceNumber(sequenceNumber++).rtpTimestamp(sent * CLOCK_TICKS);
            int at = writer.marker(i == packets.count() - 1).write(bytes, 0);
            System.arraycopy(packets.data(), packets.offset(i), bytes, at, packets.length(i));
            transport.sendRtp(bytes, 0, at + packets.length(i));
        }
        transport.flush();
        sent++;
    }

    /// Loopback keeps the order; what is missing was not sent.
    @Override
    public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
        if (packet.wrap(buffer, offset, length) != RtpParseResult.OK
                || packet.payloadLength() == 0
                || negotiated.media().stream()
                        .noneMatch(media -> media.payloadType() == packet.payloadType())) {
            return;
        }
        boolean gap = expected >= 0 && packet.sequenceNumber() != expected;
        expected = packet.sequenceNumber() + 1 & 0xffff;
        payload.bytes(buffer, packet.payloadOffset(), packet.payloadLength())
                .header(packet.rtpTimestamp(), packet.marker(), gap);
        depacketizer.push(payload, this);
    }

    @Override
    public void frame(EncodedFrame frame) {
        frames.add(frame);
    }

    @Override
    public void dropped(DropReason reason, int rtpTimestamp) {
        drops.add(reason);
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {}

    @Override
    public void onTimer(long nowNanos) {}

    @Override
    public long nextDeadlineNanos() {
        return Long.MAX_VALUE;
    }

    @Override
    public void closed(PeerEnd end) {
        out = null;
    }
}
