package org.moqgateway.codecs.h264;

import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;

/// RFC 6184 packetizer, mode 1.
public final class H264Packetizer implements Packetizer {
    /// Creates a packetizer.
    public H264Packetizer() {}

    @Override
    public PacketizedFrame packetize(byte[] frame, int offset, int length, int maxPayloadBytes) {
        return new PacketizedFrame(new byte[0], new int[1]);
    }
}
