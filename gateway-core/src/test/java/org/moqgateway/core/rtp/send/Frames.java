package org.moqgateway.core.rtp.send;

import java.util.Arrays;
import org.moqgateway.codecs.DependencyDescriptors;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.core.rtp.BigEndian;

/// Packetized frames whose payloads can be told apart.
public final class Frames {
    private Frames() {}

    /// A frame of `count` payloads of `bytes` each; the first 8 bytes of payload `i` hold `id + i`.
    public static PacketizedFrame numbered(long id, int count, int bytes) {
        return numbered(id, count, bytes, DependencyDescriptors.NONE);
    }

    /// The same with dependency descriptors: two frames, the second one in the last payload.
    ///
    /// @param structure what stands behind the first frame number
    public static PacketizedFrame described(long id, int count, int bytes, byte... structure) {
        byte[] heads = new byte[count];
        byte[] frames = new byte[count];
        heads[0] = (byte) 0x80;
        heads[count - 2] |= (byte) 0x40;
        heads[count - 1] = (byte) 0xc2;
        frames[count - 1] = 1;
        return numbered(id, count, bytes, new DependencyDescriptors(heads, frames, structure));
    }

    private static PacketizedFrame numbered(
            long id, int count, int bytes, DependencyDescriptors descriptors) {
        byte[] data = new byte[count * bytes];
        int[] bounds = new int[count + 1];
        Arrays.setAll(bounds, i -> i * bytes);
        for (int i = 0; i < count; i++) {
            BigEndian.put64(data, i * bytes, id + i);
        }
        return new PacketizedFrame(data, bounds, descriptors);
    }
}
