package org.moqgateway.core.rtp.receive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.moqgateway.core.rtp.BigEndian;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.RtpWriter;

/// A receive stream with a clock, and what came out of it: sequence numbers, `!` marks a gap
/// before.
final class ReceiveBench {
    static final long MILLIS = 1_000_000L;
    static final int SSRC = 0x1234;
    static final int RTX_SSRC = 0x5678;
    static final int PAYLOAD_TYPE = 96;
    static final int RTX_PAYLOAD_TYPE = 97;

    final RtpReceiveStream stream;
    final List<String> out = new ArrayList<>();
    final List<Long> arrivalsMillis = new ArrayList<>();
    long nowNanos = 7_000 * MILLIS;
    private final RtpPacket packet = new RtpPacket();
    private final int[] nacks = new int[600];
    private int nextRtxSequenceNumber = 40_000;

    private ReceiveBench(ReceiveSettings settings) {
        stream = new RtpReceiveStream(settings);
    }

    static ReceiveBench video() {
        return new ReceiveBench(
                new ReceiveSettings(
                        90_000,
                        true,
                        Map.of(RTX_PAYLOAD_TYPE, PAYLOAD_TYPE),
                        ReceiveSettings.Policy.VIDEO));
    }

    static ReceiveBench audio(boolean nack) {
        return new ReceiveBench(
                new ReceiveSettings(48_000, nack, Map.of(), ReceiveSettings.Policy.AUDIO));
    }

    static byte[] primary(int ssrc, int sequenceNumber) {
        byte[] bytes = new byte[20];
        new RtpWriter(ssrc, PAYLOAD_TYPE, HeaderExtensions.NONE)
                .sequenceNumber(sequenceNumber)
                .rtpTimestamp(sequenceNumber * 3000)
                .write(bytes, 0);
        BigEndian.put64(bytes, 12, sequenceNumber);
        return bytes;
    }

    ReceiveBench receive(int... sequenceNumbers) {
        for (int sequenceNumber : sequenceNumbers) {
            receive(primary(SSRC, sequenceNumber));
        }
        return this;
    }

    ReceiveBench receiveRtx(int originalSequenceNumber) {
        byte[] original = primary(SSRC, originalSequenceNumber);
        byte[] bytes = new byte[original.length + 2];
        new RtpWriter(RTX_SSRC, RTX_PAYLOAD_TYPE, HeaderExtensions.NONE)
                .sequenceNumber(nextRtxSequenceNumber++)
                .rtpTimestamp(originalSequenceNumber * 3000)
                .write(bytes, 0);
        BigEndian.put16(bytes, 12, originalSequenceNumber);
        System.arraycopy(original, 12, bytes, 14, original.length - 12);
        return receive(bytes);
    }

    ReceiveBench receive(byte[] bytes) {
        packet.wrap(bytes, 0, bytes.length);
        stream.receive(packet, nowNanos, this::take);
        // What was lent must have been copied: nothing may depend on the array afterwards.
        Arrays.fill(bytes, (byte) 0xff);
        return this;
    }

    ReceiveBench advance(long millis) {
        nowNanos += millis * MILLIS;
        if (stream.nextTimeoutNanos() <= nowNanos) {
            stream.handleTimeout(nowNanos, this::take);
        }
        return this;
    }

    List<Integer> pollNacks() {
        int count = stream.pollNacks(nacks, nowNanos);
        return Arrays.stream(nacks, 0, count).boxed().toList();
    }

    List<String> drain() {
        List<String> drained = List.copyOf(out);
        out.clear();
        return drained;
    }

    private void take(RtpPacket packet, boolean gapBefore, long arrivalNanos) {
        out.add((gapBefore ? "!" : "") + packet.sequenceNumber());
        arrivalsMillis.add(arrivalNanos / MILLIS);
        if (packet.ssrc() != SSRC
                || packet.payloadLength() < 8
                || packet.payloadType() != PAYLOAD_TYPE
                || BigEndian.i64(packet.buffer(), packet.payloadOffset())
                        != packet.sequenceNumber()) {
            out.add("damaged");
        }
    }
}
