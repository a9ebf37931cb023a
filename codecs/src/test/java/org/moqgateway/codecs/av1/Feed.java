package org.moqgateway.codecs.av1;

import java.util.Arrays;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.RecordingSink;
import org.moqgateway.codecs.RtpPayload;

/// Pushes payloads into a depacketizer, each in a larger buffer that is overwritten afterwards.
final class Feed {
    final Av1Depacketizer depacketizer;
    final RecordingSink sink = new RecordingSink();
    private final RtpPayload view = new RtpPayload();
    private boolean gap;

    Feed() {
        this(new Av1Depacketizer());
    }

    Feed(Av1Depacketizer depacketizer) {
        this.depacketizer = depacketizer;
    }

    /// The next packet comes after a loss.
    Feed gap() {
        gap = true;
        return this;
    }

    Feed packet(int rtpTimestamp, byte[] payload) {
        return push(rtpTimestamp, false, payload);
    }

    Feed lastPacket(int rtpTimestamp, byte[] payload) {
        return push(rtpTimestamp, true, payload);
    }

    Feed frame(int rtpTimestamp, PacketizedFrame frame) {
        for (int i = 0; i < frame.count(); i++) {
            push(rtpTimestamp, i == frame.count() - 1, payload(frame, i));
        }
        return this;
    }

    Feed push(int rtpTimestamp, boolean marker, byte[] payload) {
        byte[] lent = new byte[payload.length + 17];
        System.arraycopy(payload, 0, lent, 12, payload.length);
        view.bytes(lent, 12, payload.length).header(rtpTimestamp, marker, gap);
        depacketizer.push(view, sink);
        Arrays.fill(lent, (byte) 0xee);
        gap = false;
        return this;
    }

    static byte[] payload(PacketizedFrame frame, int index) {
        int offset = frame.offset(index);
        return Arrays.copyOfRange(frame.data(), offset, offset + frame.length(index));
    }
}
