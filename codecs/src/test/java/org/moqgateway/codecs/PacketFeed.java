package org.moqgateway.codecs;

import java.util.Arrays;

/// Pushes payloads into a depacketizer, each in a larger buffer that is overwritten afterwards.
public final class PacketFeed {
    private final Depacketizer depacketizer;
    private final RecordingSink sink = new RecordingSink();
    private final RtpPayload view = new RtpPayload();
    private boolean gap;

    /// Creates a feed.
    public PacketFeed(Depacketizer depacketizer) {
        this.depacketizer = depacketizer;
    }

    /// What was delivered.
    public RecordingSink sink() {
        return sink;
    }

    /// The next packet comes after a loss.
    public PacketFeed gap() {
        gap = true;
        return this;
    }

    /// A packet without the marker bit.
    public PacketFeed packet(int rtpTimestamp, byte[] payload) {
        return push(rtpTimestamp, false, payload);
    }

    /// A packet without the marker bit, in commented hex.
    public PacketFeed packet(int rtpTimestamp, String hex) {
        return push(rtpTimestamp, false, CommentedHex.bytes(hex));
    }

    /// A packet with the marker bit.
    public PacketFeed lastPacket(int rtpTimestamp, byte[] payload) {
        return push(rtpTimestamp, true, payload);
    }

    /// A packet with the marker bit, in commented hex.
    public PacketFeed lastPacket(int rtpTimestamp, String hex) {
        return push(rtpTimestamp, true, CommentedHex.bytes(hex));
    }

    /// All packets of a frame.
    public PacketFeed frame(int rtpTimestamp, PacketizedFrame frame) {
        for (int i = 0; i < frame.count(); i++) {
            push(rtpTimestamp, i == frame.count() - 1, payload(frame, i));
        }
        return this;
    }

    /// A packet.
    public PacketFeed push(int rtpTimestamp, boolean marker, byte[] payload) {
        byte[] lent = new byte[payload.length + 17];
        System.arraycopy(payload, 0, lent, 12, payload.length);
        view.bytes(lent, 12, payload.length).header(rtpTimestamp, marker, gap);
        depacketizer.push(view, sink);
        Arrays.fill(lent, (byte) 0xee);
        gap = false;
        return this;
    }

    /// A copy of one payload.
    public static byte[] payload(PacketizedFrame frame, int index) {
        int offset = frame.offset(index);
        return Arrays.copyOfRange(frame.data(), offset, offset + frame.length(index));
    }
}
