package org.moqgateway.codecs.nal;

import java.util.Arrays;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.RecordingSink;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.VideoDepacketizer;

/// Pushes payloads into a depacketizer, each in a larger buffer that is overwritten afterwards.
public final class Feed {
    /// What is fed.
    public final VideoDepacketizer depacketizer;

    /// What came out.
    public final RecordingSink sink = new RecordingSink();
    private final RtpPayload view = new RtpPayload();
    private boolean gap;

    /// Feeds a depacketizer.
    public Feed(VideoDepacketizer depacketizer) {
        this.depacketizer = depacketizer;
    }

    /// The next packet comes after a loss.
    public Feed gap() {
        gap = true;
        return this;
    }

    /// A packet without marker.
    public Feed packet(int rtpTimestamp, byte[] payload) {
        return push(rtpTimestamp, false, payload);
    }

    /// A packet with marker.
    public Feed lastPacket(int rtpTimestamp, byte[] payload) {
        return push(rtpTimestamp, true, payload);
    }

    /// Every packet of a frame.
    public Feed frame(int rtpTimestamp, PacketizedFrame frame) {
        for (int i = 0; i < frame.count(); i++) {
            push(rtpTimestamp, i == frame.count() - 1, payload(frame, i));
        }
        return this;
    }

    /// A packet.
    public Feed push(int rtpTimestamp, boolean marker, byte[] payload) {
        byte[] lent = new byte[payload.length + 17];
        System.arraycopy(payload, 0, lent, 12, payload.length);
        view.bytes(lent, 12, payload.length).header(rtpTimestamp, marker, gap);
        depacketizer.push(view, sink);
        Arrays.fill(lent, (byte) 0xee);
        gap = false;
        return this;
    }

    /// The bytes of one payload.
    public static byte[] payload(PacketizedFrame frame, int index) {
        int offset = frame.offset(index);
        return Arrays.copyOfRange(frame.data(), offset, offset + frame.length(index));
    }
}
