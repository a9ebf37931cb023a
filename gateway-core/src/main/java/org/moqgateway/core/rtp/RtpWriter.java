package org.moqgateway.core.rtp;

import org.moqgateway.codecs.DependencyDescriptors;

/// Writes RTP headers of one SSRC: everything constant is laid out once, a packet costs one array
/// copy and a few stores. The header's length never changes, so that packets with equal payloads
/// are equally long and can leave in one segmented datagram; a dependency descriptor comes on top,
/// for which most packets need the same. Not thread-safe.
///
/// Set the fields, then [#write]; fields keep their value until they are set again.
public final class RtpWriter {
    private final byte[] template;
    private final int transportSequenceOffset;
    private final int absSendTimeOffset;
    private final int payloadType;
    private final int descriptorId;
    private final int elementsEnd;
    private final boolean twoByte;

    private boolean marker;
    private int sequenceNumber;
    private int rtpTimestamp;
    private int transportSequenceNumber;
    private int absSendTime;
    private DependencyDescriptors descriptors = DependencyDescriptors.NONE;
    private int payload;
    private int firstFrameNumber;

    /// Lays out the header of one stream.
    ///
    /// @param payloadType 0..127
    public RtpWriter(int ssrc, int payloadType, HeaderExtensions extensions) {
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("payload type must be 0..127: " + payloadType);
        }
        this.payloadType = payloadType;
        ExtensionLayout layout = new ExtensionLayout(extensions);
        this.template = layout.header();
        this.transportSequenceOffset = layout.transportSequenceOffset();
        this.absSendTimeOffset = layout.absSendTimeOffset();
        this.descriptorId = layout.descriptorId();
        this.elementsEnd = layout.end();
        this.twoByte = layout.twoByte();
        template[0] = (byte) (template.length > RtpPacket.FIXED_HEADER_BYTES ? 0x90 : 0x80);
        BigEndian.put32(template, 8, ssrc);
    }

    /// Bytes that every [#write] produces, without a dependency descriptor.
    public int headerBytes() {
        return template.length;
    }

    /// Whether the transport-wide sequence number was negotiated.
    public boolean hasTransportSequence() {
        return transportSequenceOffset > 0;
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

    /// Sets the dependency descriptor; ignored when not negotiated.
    ///
    /// @param described those of a frame, or [DependencyDescriptors#NONE]
    /// @param index of the payload in its frame
    /// @param number what the frame's first frame number is
    public RtpWriter descriptor(DependencyDescriptors described, int index, int number) {
        descriptors = described;
        payload = index;
        firstFrameNumber = number;
        return this;
    }

    /// Writes the header at `offset` and returns the index right behind it, where the payload goes.
    public int write(byte[] buffer, int offset) {
        System.arraycopy(template, 0, buffer, offset, template.length);
        buffer[offset + 1] = (byte) (marker ? payloadType | 0x80 : payloadType);
        BigEndian.put16(buffer, offset + 2, sequenceNumber);
        BigEndian.put32(buffer, offset + 4, rtpTimestamp);
        if (transportSequenceOffset > 0) {
            BigEndian.put16(buffer, offset + transportSequenceOffset, transportSequenceNumber);
        }
        if (absSendTimeOffset > 0) {
            BigEndian.put24(buffer, offset + absSendTimeOffset, absSendTime);
        }
        boolean described = descriptorId != 0 && descriptors.length(payload) > 0;
        return described ? writeDescriptor(buffer, offset) : offset + template.length;
    }

    /// Puts the descriptor behind the other elements, and the padding and the length right.
    private int writeDescriptor(byte[] buffer, int offset) {
        int at = offset + elementsEnd;
        int length = descriptors.length(payload);
        if (twoByte) {
            BigEndian.put8(buffer, at++, descriptorId);
            BigEndian.put8(buffer, at++, length);
        } else {
            BigEndian.put8(buffer, at++, (descriptorId << 4) | (length - 1));
        }
        at = descriptors.copy(payload, firstFrameNumber, buffer, at);
        while ((at - offset) % 4 != 0) {
            BigEndian.put8(buffer, at++, 0);
        }
        int block = offset + RtpPacket.FIXED_HEADER_BYTES;
        BigEndian.put8(buffer, offset, 0x90);
        BigEndian.put16(buffer, block, twoByte ? 0x1000 : 0xBEDE);
        BigEndian.put16(buffer, block + 2, (at - block - 4) / 4);
        return at;
    }
}
