package org.moqgateway.core.rtp;

import java.util.Arrays;
import java.util.Objects;

/// A reusable view of one RTP packet that lies in somebody else's byte array (RFC 3550 §5.1):
///
/// ```text
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|X|  CC   |M| payload type|        sequence number        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           timestamp                           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                             SSRC                              |
/// +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
/// |                        CSRC x CC                              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   0xBEDE or 0x100x (X=1)      |   length in 32-bit words      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |            extension elements, payload, padding               |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// [#wrap] checks everything once; the accessors are plain reads after that. The bytes stay the
/// caller's: a view handed to a callback is valid for that call only. Not thread-safe.
public final class RtpPacket {
    /// Bytes of the header without CSRC list and extension.
    public static final int FIXED_HEADER_BYTES = 12;

    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;
    private static final byte[] NOTHING = new byte[FIXED_HEADER_BYTES];

    private byte[] buffer = NOTHING;
    private int offset;
    private int length = FIXED_HEADER_BYTES;
    private int payloadOffset = FIXED_HEADER_BYTES;
    private int payloadLength;
    private int extensionOffset;
    private int extensionLength;
    private int extensionProfile;

    /// Points this view at a packet. On anything but `OK` the view is that of an empty packet.
    ///
    /// @param buffer kept until the next `wrap`, never written
    /// @throws IndexOutOfBoundsException when offset and length are not inside `buffer`
    public RtpParseResult wrap(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        RtpParseResult result = parse(buffer, offset, length);
        if (result == RtpParseResult.OK) {
            this.buffer = buffer;
            this.offset = offset;
            this.length = length;
        } else {
            clear();
        }
        return result;
    }

    private RtpParseResult parse(byte[] bytes, int start, int size) {
        if (size < FIXED_HEADER_BYTES) {
            return RtpParseResult.TOO_SHORT;
        }
        int first = bytes[start];
        if (((first >> 6) & 3) != 2) {
            return RtpParseResult.BAD_VERSION;
        }
        int end = start + size;
        int position = start + FIXED_HEADER_BYTES + 4 * (first & 0x0f);
        if (position > end) {
            return RtpParseResult.TRUNCATED_CSRC_LIST;
        }
        position = parseExtension(bytes, position, end, (first & 0x10) != 0);
        if (position < 0) {
            return RtpParseResult.TRUNCATED_EXTENSION;
        }
        return parsePayload(bytes, position, end, (first & 0x20) != 0);
    }

    /// Where the payload begins, or -1 when the extension runs past the end.
    private int parseExtension(byte[] bytes, int start, int end, boolean extended) {
        extensionLength = 0;
        extensionProfile = 0;
        if (!extended) {
            return start;
        }
        if (end - start < 4) {
            return -1;
        }
        extensionProfile = BigEndian.u16(bytes, start);
        extensionLength = 4 * BigEndian.u16(bytes, start + 2);
        extensionOffset = start + 4;
        int payload = extensionOffset + extensionLength;
        return payload > end ? -1 : payload;
    }

    private RtpParseResult parsePayload(byte[] bytes, int start, int end, boolean padded) {
        int padding = 0;
        if (padded) {
            // A packet may be nothing but padding (bandwidth probes), yet the count counts itself.
            padding = start < end ? bytes[end - 1] & 0xff : 0;
            if (padding == 0 || padding > end - start) {
                return RtpParseResult.BAD_PADDING;
            }
        }
        payloadOffset = start;
        payloadLength = end - start - padding;
        return RtpParseResult.OK;
    }

    private void clear() {
        buffer = NOTHING;
        offset = 0;
        length = FIXED_HEADER_BYTES;
        payloadOffset = FIXED_HEADER_BYTES;
        payloadLength = 0;
        extensionLength = 0;
        extensionProfile = 0;
    }

    /// The array that this view looks at, lent.
    public byte[] buffer() {
        return buffer;
    }

    /// Index of the packet's first byte in [#buffer].
    public int offset() {
        return offset;
    }

    /// Bytes of the whole packet, padding included.
    public int length() {
        return length;
    }

    /// The marker bit; its meaning is the payload format's.
    public boolean marker() {
        return (buffer[offset + 1] & 0x80) != 0;
    }

    /// 0..127.
    public int payloadType() {
        return buffer[offset + 1] & 0x7f;
    }

    /// 0..65535.
    public int sequenceNumber() {
        return BigEndian.u16(buffer, offset + 2);
    }

    /// 32 bits in units of the payload format's clock rate, wrapping.
    public int rtpTimestamp() {
        return BigEndian.i32(buffer, offset + 4);
    }

    /// The synchronization source, 32 bits.
    public int ssrc() {
        return BigEndian.i32(buffer, offset + 8);
    }

    /// Number of contributing sources, 0..15.
    public int csrcCount() {
        return buffer[offset] & 0x0f;
    }

    /// The contributing source at `index`, below [#csrcCount].
    public int csrc(int index) {
        return BigEndian.i32(
                buffer, offset + FIXED_HEADER_BYTES + 4 * Objects.checkIndex(index, csrcCount()));
    }

    /// Index of the payload's first byte in [#buffer].
    public int payloadOffset() {
        return payloadOffset;
    }

    /// Bytes of payload without padding; 0 for a probe that is all padding.
    public int payloadLength() {
        return payloadLength;
    }

    /// Bytes from the start of the packet to the payload.
    public int headerLength() {
        return payloadOffset - offset;
    }

    /// Bytes of padding at the end, its count included.
    public int paddingLength() {
        return length - headerLength() - payloadLength;
    }

    /// Index in [#buffer] of the data of the extension element `id`, or -1 when the packet has
    /// none.
    /// An element that runs past the block ends the search (RFC 8285 §4.1.2: ignore the rest).
    public int extensionOffset(int id) {
        if (extensionLength == 0 || id <= 0) {
            return -1;
        }
        if (extensionProfile == ONE_BYTE_PROFILE) {
            return findOneByte(id);
        }
        return (extensionProfile & 0xfff0) == TWO_BYTE_PROFILE ? findTwoByte(id) : -1;
    }

    /// Bytes of the extension element `id`, or -1 when the packet has none.
    public int extensionLength(int id) {
        int found = extensionOffset(id);
        return found < 0 ? -1 : elementLength(found);
    }

    /// The transport-wide sequence number (0..65535) in element `id`, or -1.
    public int transportSequenceNumber(int id) {
        int found = extensionOffset(id);
        // Version 2 of the extension appends a feedback request after the same two bytes.
        return found < 0 || elementLength(found) < 2 ? -1 : BigEndian.u16(buffer, found);
    }

    /// The 24-bit absolute send time (6.18 fixed point seconds) in element `id`, or -1.
    public int absSendTime(int id) {
        int found = extensionOffset(id);
        return found < 0 || elementLength(found) != 3 ? -1 : BigEndian.u24(buffer, found);
    }

    /// Whether element `id` is present with exactly these bytes, for instance a mid (RFC 9143).
    public boolean extensionEquals(int id, byte[] value) {
        int found = extensionOffset(id);
        return found >= 0
                && Arrays.equals(
                        buffer, found, found + elementLength(found), value, 0, value.length);
    }

    private int elementLength(int dataOffset) {
        int before = buffer[dataOffset - 1];
        return extensionProfile == ONE_BYTE_PROFILE ? (before & 0x0f) + 1 : before & 0xff;
    }

    /// `|  ID 4 |len-1 4|  data ...`; ID 0 is one byte of padding, ID 15 ends the list.
    private int findOneByte(int id) {
        int position = extensionOffset;
        int end = extensionOffset + extensionLength;
        while (position < end) {
            int element = buffer[position] & 0xff;
            if (element >>> 4 == 0) {
                position++;
                continue;
            }
            int next = position + 2 + (element & 0x0f);
            if (element >>> 4 == 15 || next > end) {
                return -1;
            }
            if (element >>> 4 == id) {
                return position + 1;
            }
            position = next;
        }
        return -1;
    }

    /// `|     ID 8      |    length 8   |  data ...`; ID 0 is one byte of padding.
    private int findTwoByte(int id) {
        int position = extensionOffset;
        int end = extensionOffset + extensionLength;
        while (position < end) {
            int element = buffer[position] & 0xff;
            if (element == 0) {
                position++;
                continue;
            }
            if (position + 2 > end || position + 2 + (buffer[position + 1] & 0xff) > end) {
                return -1;
            }
            if (element == id) {
                return position + 2;
            }
            position += 2 + (buffer[position + 1] & 0xff);
        }
        return -1;
    }
}
