package org.moqgateway.core.rtp.send;

import java.util.Arrays;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.core.rtp.BigEndian;

/// Packetized frames whose payloads can be told apart.
public final class Frames {
    private Frames() {}

    /// A frame of `count` payloads of `bytes` each; the first 8 bytes of payload `i` hold `id + i`.
    public static PacketizedFrame numbered(long id, int count, int bytes) {
        byte[] data = new byte[count * bytes];
        int[] bounds = new int[count + 1];
        Arrays.setAll(bounds, i -> i * bytes);
        for (int i = 0; i < count; i++) {
            BigEndian.put64(data, i * bytes, id + i);
        }
        return new PacketizedFrame(data, bounds);
    }
}
