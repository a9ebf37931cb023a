package org.moqgateway.core.streams;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.VideoDepacketizer;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.RtpParseResult;
import org.moqgateway.core.rtp.RtpWriter;
import org.moqgateway.core.rtp.receive.ReceiveSettings;
import org.moqgateway.core.rtp.receive.RtpReceiveStream;

/// From frames through RTP packets, the receive buffer and a depacketizer to frames. The time
/// stands still while packets of a batch change places, so that only what never comes is given up.
final class PacketPath {
    /// What becomes of the packets under way; may change the list and replace packets.
    interface Fate {
        void befall(List<byte[]> packets);
    }

    private static final int SSRC = 4711;
    private static final int PAYLOAD_TYPE = 96;
    private static final int BATCH = 200;
    private static final long GIVEN_UP_NANOS = 1_000_000_000L;

    private final RtpWriter writer = new RtpWriter(SSRC, PAYLOAD_TYPE, HeaderExtensions.NONE);
    private final RtpReceiveStream receiver =
            new RtpReceiveStream(
                    new ReceiveSettings(90_000, false, Map.of(), ReceiveSettings.Policy.VIDEO));
    private final Packetizer packetizer;
    private VideoDepacketizer depacketizer;
    private final RtpPacket packet = new RtpPacket();
    private final RtpPayload payload = new RtpPayload();
    private final List<byte[]> underWay = new ArrayList<>();
    private final List<EncodedFrame> frames = new ArrayList<>();
    private final List<DropReason> drops = new ArrayList<>();
    private int sequenceNumber = 65_000;
    private long nowNanos;

    private final Depacketizer.Sink sink =
            new Depacketizer.Sink() {
                @Override
                public void frame(EncodedFrame frame) {
                    frames.add(frame);
                }

                @Override
                public void dropped(DropReason reason, int rtpTimestamp) {
                    drops.add(reason);
                }
            };

    PacketPath(StreamFormat format) {
        packetizer = format.packetizer();
        depacketizer = format.depacketizer();
    }

    /// Goes on with a depacketizer that knows nothing, and forgets what came out.
    PacketPath restart(StreamFormat format) {
        depacketizer = format.depacketizer();
        frames.clear();
        drops.clear();
        return this;
    }

    /// Sends frames, the one with index `i` at RTP timestamp `first + i`.
    ///
    /// @param fate of each batch of packets
    PacketPath send(List<byte[]> stream, int first, int maxPayloadBytes, Fate fate) {
        for (int i = 0; i < stream.size(); i++) {
            byte[] frame = stream.get(i);
            PacketizedFrame packetized =
                    packetizer.packetize(frame, 0, frame.length, maxPayloadBytes);
            for (int p = 0; p < packetized.count(); p++) {
                if (packetized.length(p) > maxPayloadBytes) {
                    throw new AssertionError("payload of " + packetized.length(p) + " bytes");
                }
                underWay.add(packet(packetized, p, first + i));
                if (underWay.size() == BATCH) {
                    arrive(fate);
                }
            }
        }
        arrive(fate);
        return this;
    }

    /// Packets that somebody else made.
    void deliver(List<byte[]> packets) {
        underWay.addAll(packets);
        arrive(_ -> {});
    }

    private byte[] packet(PacketizedFrame frame, int index, int rtpTimestamp) {
        byte[] bytes = new byte[writer.headerBytes() + frame.length(index)];
        writer.sequenceNumber(sequenceNumber++).rtpTimestamp(rtpTimestamp);
        writer.marker(index == frame.count() - 1);
        int at = writer.write(bytes, 0);
        System.arraycopy(frame.data(), frame.offset(index), bytes, at, frame.length(index));
        return bytes;
    }

    private void arrive(Fate fate) {
        if (underWay.isEmpty()) {
            return;
        }
        fate.befall(underWay);
        for (byte[] bytes : underWay) {
            if (packet.wrap(bytes, 0, bytes.length) == RtpParseResult.OK) {
                receiver.receive(packet, nowNanos, this::depacketize);
            }
        }
        underWay.clear();
        nowNanos += GIVEN_UP_NANOS;
        receiver.handleTimeout(nowNanos, this::depacketize);
    }

    private void depacketize(RtpPacket next, boolean gapBefore, long arrivalNanos) {
        payload.bytes(next.buffer(), next.payloadOffset(), next.payloadLength())
                .header(next.rtpTimestamp(), next.marker(), gapBefore);
        depacketizer.push(payload, sink);
    }

    /// Any order but for the first packet, which the receive buffer begins with.
    static Fate shuffled(Random random) {
        return packets -> Collections.shuffle(packets.subList(1, packets.size()), random);
    }

    /// What came out, in order.
    List<EncodedFrame> frames() {
        return frames;
    }

    /// What did not, in order.
    List<DropReason> drops() {
        return drops;
    }

    VideoDepacketizer depacketizer() {
        return depacketizer;
    }
}
