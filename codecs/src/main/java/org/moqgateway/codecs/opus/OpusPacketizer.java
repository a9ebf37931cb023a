package org.moqgateway.codecs.opus;

import java.util.Arrays;
import java.util.Objects;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;

/// Puts Opus packets into RTP (RFC 7587 §4.2): one Opus packet is one RTP payload.
///
/// Opus has no fragmentation, so a packet larger than the limit gives no payload; neither does an
/// empty one. Thread rule: stateless, any thread.
public final class OpusPacketizer implements Packetizer {

    /// Creates a packetizer.
    public OpusPacketizer() {}

    @Override
    public PacketizedFrame packetize(byte[] frame, int offset, int length, int maxPayloadBytes) {
        if (maxPayloadBytes < 1) {
            throw new IllegalArgumentException(
                    "maxPayloadBytes must be at least 1, was " + maxPayloadBytes);
        }
        Objects.checkFromIndexSize(offset, length, frame.length);
        if (length == 0 || length > maxPayloadBytes) {
            return new PacketizedFrame(new byte[0], new int[] {0});
        }
        return new PacketizedFrame(
                Arrays.copyOfRange(frame, offset, offset + length), new int[] {0, length});
    }
}
