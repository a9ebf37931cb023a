package org.moqgateway.core.rtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes RTP headers of one SSRC: everything constant is laid out once, a packet costs one array
/// copy and a few stores. The header's length never changes, so that packets with equal payloads
/// are
/// equally long and can leave in one segmented datagram. Not thread-safe.
///
/// Set the fields, then [#write]; fields keep their value until they are set again.
public final class RtpWriter {
    private final byte[] template;
    private final int transportSequenceOffset;
    private final int absSendTimeOffset;
    private final int payloadType;

    private boolean marker;
    private int sequenceNumber;
    private int rtpTimestamp;
    private int transportSequenceNumber;
    private int absSendTime;

    /// @param payloadType 0..127
    public RtpWriter(int ssrc, int payloadType, HeaderExtensions extensions) {
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("payload type must be 0..127: " + payloadType);
        }
        this.payloadType = payloadType;
        ExtensionLayout layout = ExtensionLayout.of(extensions);
        this.template = new byte[RtpPacket.FIXED_HEADER_BYTES + layout.block().length];
        template[0] = (byte) (layout.block().length > 0 ? 0x90 : 0x80);
        BigEndian.put32(template, 8, ssrc);
        System.arraycopy(layout.block(), 0, template, 12, layout.block().length);
        this.transportSequenceOffset = layout.transportSequenceOffset();
        this.absSendTimeOffset = layout.absSendTimeOffset();
    }

    /// Bytes that every [#write] produces.
    public int headerBytes() {
        return template.length;
    }

    /// Sets the marker bit.
    public RtpWriter marker(boolean value) {
        marker = value;
        return this;
    }

    /// Sets the low 16 bits as sequence number.
    public RtpWriter sequenceNumber(int value) {
        sequenceNumber = value;
        return this;
    }

    /// Sets the timestamp in clock-rate units.
    public RtpWriter rtpTimestamp(int value) {
        rtpTimestamp = value;
        return this;
    }

    /// Sets the low 16 bits as transport-wide sequence number; ignored when not negotiated.
    public RtpWriter transportSequenceNumber(int value) {
        transportSequenceNumber = value;
        return this;
    }

    /// Sets the 24-bit absolute send time; ignored when not negotiated. See [AbsSendTime].
    public RtpWriter absSendTime(int value) {
        absSendTime = value;
        return this;
    }

    /// Writes the header at `offset` and returns the index right behind it, where the payload goes.
    public int write(byte[] buffer, int offset) {
        System.arraycopy(template, 0, buffer, offset, template.length);
        buffer[offset + 1] = (byte) (marker ? payloadType | 0x80 : payloadType);
        BigEndian.put16(buffer, offset + 2, sequenceNumber);
        BigEndian.put32(buffer, offset + 4, rtpTimestamp);
        if (transportSequenceOffset > 0) {
            BigEndian.put16(
                    buffer,
                    offset + RtpPacket.FIXED_HEADER_BYTES + transportSequenceOffset,
                    transportSequenceNumber);
        }
        if (absSendTimeOffset > 0) {
            BigEndian.put24(
                    buffer, offset + RtpPacket.FIXED_HEADER_BYTES + absSendTimeOffset, absSendTime);
        }
        return offset + template.length;
    }

    /// The extension block with the mid filled in, and where the changing elements' data lies in
    /// it.
    /// Identifiers above 14 or a long mid need the two-byte form (RFC 8285 §4.3).
    private record ExtensionLayout(
            byte[] block, int transportSequenceOffset, int absSendTimeOffset) {
        static ExtensionLayout of(HeaderExtensions extensions) {
            byte[] mid = extensions.mid().getBytes(StandardCharsets.UTF_8);
            boolean twoByte =
                    extensions.midId() > 14
                            || extensions.transportSequenceId() > 14
                            || extensions.absSendTimeId() > 14
                            || mid.length > 16;
            byte[] block = new byte[4 + 3 * 2 + 255 + 2 + 3 + 3];
            int position = 4;
            if (extensions.midId() != 0) {
                position = element(block, position, extensions.midId(), mid.length, twoByte);
                System.arraycopy(mid, 0, block, position, mid.length);
                position += mid.length;
            }
            int transportSequenceOffset = 0;
            if (extensions.transportSequenceId() != 0) {
                position = element(block, position, extensions.transportSequenceId(), 2, twoByte);
                transportSequenceOffset = position;
                position += 2;
            }
            int absSendTimeOffset = 0;
            if (extensions.absSendTimeId() != 0) {
                position = element(block, position, extensions.absSendTimeId(), 3, twoByte);
                absSendTimeOffset = position;
                position += 3;
            }
            return new ExtensionLayout(
                    finish(block, position, twoByte), transportSequenceOffset, absSendTimeOffset);
        }

        private static int element(byte[] block, int at, int id, int size, boolean twoByte) {
            if (twoByte) {
                BigEndian.put8(block, at, id);
                BigEndian.put8(block, at + 1, size);
                return at + 2;
            }
            BigEndian.put8(block, at, id << 4 | size - 1);
            return at + 1;
        }

        private static byte[] finish(byte[] block, int end, boolean twoByte) {
            if (end == 4) {
                return new byte[0];
            }
            int words = (end - 4 + 3) / 4;
            BigEndian.put16(block, 0, twoByte ? 0x1000 : 0xBEDE);
            BigEndian.put16(block, 2, words);
            return Arrays.copyOf(block, 4 + 4 * words);
        }
    }
}
