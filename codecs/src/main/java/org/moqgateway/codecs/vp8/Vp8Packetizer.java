package org.moqgateway.codecs.vp8;

import java.util.Objects;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;

/// Cuts VP8 frames into RTP payloads (RFC 7741 §4.2).
///
/// Every payload has a descriptor of four bytes: the S bit in the first one and a picture id of
/// 15 bits, the same in all of them, one more for each frame, from zero. Receivers tell by it
/// which frame comes next. Partitions are not told apart, so all of it counts as partition 0.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |1|0|0|S|0|0 0 0|1|0|0|0|0 0 0 0|1|         PictureID           |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///
/// The payloads of a frame have one size but for the last, which is hardly smaller: as few
/// packets as the limit allows, each as small as that many can be.
///
/// Thread rule: confined to one thread. Errors: any bytes are accepted and sent as they are.
public final class Vp8Packetizer implements Packetizer {
    private static final int DESCRIPTOR_BYTES = 4;

    private int nextPictureId;

    /// Creates a packetizer.
    public Vp8Packetizer() {}

    @Override
    public PacketizedFrame packetize(byte[] frame, int offset, int length, int maxPayloadBytes) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        if (maxPayloadBytes <= DESCRIPTOR_BYTES) {
            throw new IllegalArgumentException(
                    "maxPayloadBytes must be at least 5, was " + maxPayloadBytes);
        }
        if (length == 0) {
            return new PacketizedFrame(new byte[0], new int[] {0});
        }
        int packets = Math.ceilDiv(length, maxPayloadBytes - DESCRIPTOR_BYTES);
        int chunk = Math.ceilDiv(length, packets);
        // Rounding up may fill the last packet with those before it.
        packets = Math.ceilDiv(length, chunk);
        byte[] data = new byte[length + packets * DESCRIPTOR_BYTES];
        int[] bounds = new int[packets + 1];
        for (int i = 0; i < packets; i++) {
            int begin = i * chunk;
            int bytes = Math.min(chunk, length - begin);
            writeDescriptor(data, bounds[i], i == 0);
            System.arraycopy(frame, offset + begin, data, bounds[i] + DESCRIPTOR_BYTES, bytes);
            bounds[i + 1] = bounds[i] + DESCRIPTOR_BYTES + bytes;
        }
        nextPictureId = (nextPictureId + 1) & 0x7fff;
        return new PacketizedFrame(data, bounds);
    }

    private void writeDescriptor(byte[] data, int at, boolean start) {
        int partition = start ? Vp8PayloadDescriptor.START_OF_PARTITION : 0;
        data[at] = (byte) (Vp8PayloadDescriptor.EXTENDED | partition);
        data[at + 1] = (byte) Vp8PayloadDescriptor.HAS_PICTURE_ID;
        data[at + 2] = (byte) (Vp8PayloadDescriptor.LONG_PICTURE_ID | (nextPictureId >> 8));
        data[at + 3] = (byte) nextPictureId;
    }
}
