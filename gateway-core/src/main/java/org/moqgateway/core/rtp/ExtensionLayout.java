package org.moqgateway.core.rtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Lays out an RTP header with its extension block once: the mid is filled in, the elements that
/// change from packet to packet have a known place. Identifiers above 14 or a long mid need the
/// two-byte form (RFC 8285 §4.3).
final class ExtensionLayout {
    private static final int BLOCK = RtpPacket.FIXED_HEADER_BYTES;
    private static final int LARGEST = BLOCK + 4 + 2 + 255 + 2 + 2 + 2 + 3 + 3;

    private final byte[] header = new byte[LARGEST];
    private final boolean twoByte;
    private final int descriptorId;
    private int position = BLOCK + 4;
    private int transportSequenceOffset;
    private int absSendTimeOffset;

    ExtensionLayout(HeaderExtensions extensions) {
        byte[] mid = extensions.mid().getBytes(StandardCharsets.UTF_8);
        twoByte =
                extensions.midId() > 14
                        || extensions.transportSequenceId() > 14
                        || extensions.absSendTimeId() > 14
                        || extensions.dependencyDescriptorId() > 14
                        || mid.length > 16;
        descriptorId = extensions.dependencyDescriptorId();
        if (extensions.midId() != 0) {
            int at = element(extensions.midId(), mid.length);
            System.arraycopy(mid, 0, header, at, mid.length);
        }
        if (extensions.transportSequenceId() != 0) {
            transportSequenceOffset = element(extensions.transportSequenceId(), 2);
        }
        if (extensions.absSendTimeId() != 0) {
            absSendTimeOffset = element(extensions.absSendTimeId(), 3);
        }
    }

    private int element(int id, int size) {
        if (twoByte) {
            BigEndian.put8(header, position++, id);
            BigEndian.put8(header, position++, size);
        } else {
            BigEndian.put8(header, position++, (id << 4) | (size - 1));
        }
        int at = position;
        position += size;
        return at;
    }

    /// A fresh array: zeros for the fixed header, then the block, nothing when it has no element.
    byte[] header() {
        if (position == BLOCK + 4) {
            return new byte[BLOCK];
        }
        int words = (position - BLOCK - 4 + 3) / 4;
        BigEndian.put16(header, BLOCK, twoByte ? 0x1000 : 0xBEDE);
        BigEndian.put16(header, BLOCK + 2, words);
        return Arrays.copyOf(header, BLOCK + 4 + 4 * words);
    }

    /// Where in the header the transport-wide sequence number goes, 0 = nowhere.
    int transportSequenceOffset() {
        return transportSequenceOffset;
    }

    /// Where in the header the absolute send time goes, 0 = nowhere.
    int absSendTimeOffset() {
        return absSendTimeOffset;
    }

    /// Where the elements of [#header] end, before the padding.
    int end() {
        return position;
    }

    /// Identifier of the dependency descriptor, which has no place of its own, 0 = none.
    int descriptorId() {
        return descriptorId;
    }

    /// Whether elements have the two-byte form.
    boolean twoByte() {
        return twoByte;
    }
}
