package org.moqgateway.codecs.opus;

import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RtpPayload;

/// Takes Opus packets out of RTP (RFC 7587 §4.2): one RTP payload is one Opus packet is one frame.
///
/// Discontinuous transmission: packets of a single TOC byte are Opus packets and become frames, the
/// silence between them shows in their timestamps alone. A payload without any byte is padding and
/// is ignored. A packet that RFC 6716 §3.4 forbids is dropped as [DropReason#MALFORMED_PAYLOAD].
/// Thread rule: confined to one thread.
public final class OpusDepacketizer implements Depacketizer {
    private boolean gapPending;

    /// Creates a depacketizer.
    public OpusDepacketizer() {}

    @Override
    public void push(RtpPayload payload, Sink sink) {
        gapPending |= payload.gapBefore();
        if (payload.length() == 0) {
            return;
        }
        int rtpTimestamp = payload.rtpTimestamp();
        if (gapPending) {
            gapPending = false;
            sink.dropped(DropReason.FRAMES_LOST, rtpTimestamp);
        }
        byte[] buffer = payload.buffer();
        switch (OpusPacket.parse(buffer, payload.offset(), payload.length())) {
            case OpusPacket.Invalid _ -> sink.dropped(DropReason.MALFORMED_PAYLOAD, rtpTimestamp);
            case OpusPacket.Valid _ -> {
                byte[] packet = new byte[payload.length()];
                System.arraycopy(buffer, payload.offset(), packet, 0, packet.length);
                sink.frame(new EncodedFrame(rtpTimestamp, true, packet));
            }
        }
    }
}
