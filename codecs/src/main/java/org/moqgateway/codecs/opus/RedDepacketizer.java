package org.moqgateway.codecs.opus;

import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RtpPayload;

/// Takes Opus packets out of redundant audio data (RED, RFC 2198): each payload holds the
/// newest Opus packet and copies of earlier ones.
///
/// The newest packet always becomes a frame. The copies become frames of their own after a
/// loss, where they are later than everything that was delivered: in order, and never twice.
/// When they close the hole, no loss is reported. Copies of another payload type are passed
/// over.
///
/// Thread rule: confined to one thread. Memory: none beyond the frames it hands on.
public final class RedDepacketizer implements Depacketizer {
    private static final int FOLLOWED = 0x80;
    private static final int BLOCK_HEADER_BYTES = 4;

    private final int opusPayloadType;
    private boolean gapPending;
    private boolean delivered;
    private int lastTimestamp;
    private int nextTimestamp;

    /// Creates a depacketizer.
    ///
    /// @param opusPayloadType the payload type of Opus inside of RED, which `a=fmtp` names
    /// @throws IllegalArgumentException when it is not 0 … 127
    public RedDepacketizer(int opusPayloadType) {
        if (opusPayloadType < 0 || opusPayloadType > 127) {
            throw new IllegalArgumentException(
                    "opusPayloadType must be 0 … 127, was " + opusPayloadType);
        }
        this.opusPayloadType = opusPayloadType;
    }

    @Override
    public void push(RtpPayload payload, Sink sink) {
        gapPending |= payload.gapBefore();
        if (payload.length() == 0) {
            return;
        }
        int end = payload.offset() + payload.length();
        int primaryHeader = primaryHeader(payload.buffer(), payload.offset(), end);
        if (primaryHeader < 0) {
            drop(DropReason.MALFORMED_PAYLOAD, payload.rtpTimestamp(), sink);
            return;
        }
        int primary = deliverCopies(payload, primaryHeader, sink);
        if ((payload.buffer()[primaryHeader] & 0x7f) != opusPayloadType) {
            drop(DropReason.UNSUPPORTED_STRUCTURE, payload.rtpTimestamp(), sink);
        } else if (primary < end) {
            deliver(payload.buffer(), primary, end - primary, payload.rtpTimestamp(), sink);
        }
    }

    /// Where the header of the newest block is; negative when the blocks do not fit.
    ///
    ///      0                   1                   2                   3
    ///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     |1|  block PT   |  timestamp offset (14)    | block length (10) |
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     |0|  block PT   |  of the newest block, then every block's data
    ///     +-+-+-+-+-+-+-+-+
    private static int primaryHeader(byte[] buffer, int offset, int end) {
        int at = offset;
        int copies = 0;
        while (at < end && (buffer[at] & FOLLOWED) != 0) {
            if (end - at < BLOCK_HEADER_BYTES) {
                return -1;
            }
            copies += blockBytes(buffer, at);
            at += BLOCK_HEADER_BYTES;
        }
        return at < end && copies <= end - at - 1 ? at : -1;
    }

    private static int blockBytes(byte[] buffer, int header) {
        return (buffer[header + 2] & 3) << 8 | (buffer[header + 3] & 0xff);
    }

    /// Delivers the copies of what was lost and returns where the newest block begins.
    private int deliverCopies(RtpPayload payload, int primaryHeader, Sink sink) {
        byte[] buffer = payload.buffer();
        int data = primaryHeader + 1;
        for (int at = payload.offset(); at < primaryHeader; at += BLOCK_HEADER_BYTES) {
            int bytes = blockBytes(buffer, at);
            int back = (buffer[at + 1] & 0xff) << 6 | (buffer[at + 2] & 0xff) >> 2;
            int rtpTimestamp = payload.rtpTimestamp() - back;
            boolean opus = (buffer[at] & 0x7f) == opusPayloadType;
            boolean later = !delivered || rtpTimestamp - lastTimestamp > 0;
            if (gapPending && opus && later && back > 0 && bytes > 0) {
                deliverCopy(buffer, data, bytes, rtpTimestamp, sink);
            }
            data += bytes;
        }
        return data;
    }

    /// A copy closes a part of the hole; the rest of it may be closed by the next one.
    private void deliverCopy(byte[] buffer, int offset, int length, int rtpTimestamp, Sink sink) {
        deliver(buffer, offset, length, rtpTimestamp, sink);
        gapPending = true;
    }

    private void deliver(byte[] buffer, int offset, int length, int rtpTimestamp, Sink sink) {
        switch (OpusPacket.parse(buffer, offset, length)) {
            case OpusPacket.Invalid _ -> drop(DropReason.MALFORMED_PAYLOAD, rtpTimestamp, sink);
            case OpusPacket.Valid valid -> {
                reportHole(rtpTimestamp, sink);
                byte[] packet = new byte[length];
                System.arraycopy(buffer, offset, packet, 0, length);
                delivered = true;
                lastTimestamp = rtpTimestamp;
                nextTimestamp = rtpTimestamp + valid.durationSamples();
                sink.frame(new EncodedFrame(rtpTimestamp, true, packet));
            }
        }
    }

    private void drop(DropReason reason, int rtpTimestamp, Sink sink) {
        reportHole(rtpTimestamp, sink);
        sink.dropped(reason, rtpTimestamp);
    }

    private void reportHole(int rtpTimestamp, Sink sink) {
        boolean hole = gapPending && !(delivered && rtpTimestamp == nextTimestamp);
        gapPending = false;
        if (hole) {
            sink.dropped(DropReason.FRAMES_LOST, rtpTimestamp);
        }
    }
}
