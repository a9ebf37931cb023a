package org.moqgateway.codecs;

import java.util.Objects;

/// A reusable view of the payload of one RTP packet (RFC 3550 §5.1), lent to a [Depacketizer].
///
/// Ownership: the caller owns the view and the buffer, and reuses both between two calls. The one
/// who receives it reads `offset() … offset() + length()` and keeps nothing.
/// Thread rule: confined to one thread.
public final class RtpPayload {
    private static final byte[] NONE = {};

    private byte[] buffer = NONE;
    private int offset;
    private int length;
    private int rtpTimestamp;
    private boolean marker;
    private boolean gapBefore;

    /// Creates an empty view.
    public RtpPayload() {}

    /// Points the view at other bytes; padding and header extensions are not part of them.
    ///
    /// @throws IndexOutOfBoundsException when the range does not lie in the buffer
    public RtpPayload bytes(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        return this;
    }

    /// Sets what the RTP header and the receive buffer say about the packet.
    ///
    /// @param rtpTimestamp unsigned 32 bits
    /// @param marker the marker bit
    /// @param gapBefore whether at least one packet right before this one is lost for good
    public RtpPayload header(int rtpTimestamp, boolean marker, boolean gapBefore) {
        this.rtpTimestamp = rtpTimestamp;
        this.marker = marker;
        this.gapBefore = gapBefore;
        return this;
    }

    /// The buffer that holds the payload, lent.
    public byte[] buffer() {
        return buffer;
    }

    /// Where the payload begins in the buffer.
    public int offset() {
        return offset;
    }

    /// Bytes of payload; zero for a packet of padding alone.
    public int length() {
        return length;
    }

    /// RTP timestamp, unsigned 32 bits.
    public int rtpTimestamp() {
        return rtpTimestamp;
    }

    /// The marker bit: the last packet of a video frame.
    public boolean marker() {
        return marker;
    }

    /// Whether at least one packet right before this one is lost for good.
    public boolean gapBefore() {
        return gapBefore;
    }
}
