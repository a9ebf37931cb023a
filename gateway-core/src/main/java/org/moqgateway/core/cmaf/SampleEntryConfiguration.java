package org.moqgateway.core.cmaf;

import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The decoder's configuration in a sample entry (ISO/IEC 14496-12 §8.5.2, 14496-14, 14496-15).
final class SampleEntryConfiguration {
    private static final Set<Integer> NAL_ENTRIES =
            Set.of(
                    BoxCursor.type("avc1"),
                    BoxCursor.type("avc3"),
                    BoxCursor.type("hvc1"),
                    BoxCursor.type("hev1"));
    private static final int AVCC = BoxCursor.type("avcC");
    private static final int HVCC = BoxCursor.type("hvcC");
    private static final int MP4A = BoxCursor.type("mp4a");
    private static final int ESDS = BoxCursor.type("esds");

    private static final int VISUAL_ENTRY_BYTES = 78;
    private static final int AUDIO_ENTRY_BYTES = 28;
    private static final int FULL_BOX_BYTES = 4;

    private SampleEntryConfiguration() {}

    /// The body of `avcC` or `hvcC`, or the AudioSpecificConfig of AAC; null for other codecs
    /// and when there is none.
    ///
    /// @param bytes of the segment
    /// @param entry at the sample entry
    static byte @Nullable [] read(ByteBuffer bytes, BoxCursor entry) {
        if (NAL_ENTRIES.contains(entry.type())) {
            BoxCursor boxes = entry.children(VISUAL_ENTRY_BYTES);
            while (boxes.next()) {
                if (boxes.type() == AVCC || boxes.type() == HVCC) {
                    return copy(bytes, boxes.body(), boxes.boxEnd());
                }
            }
        } else if (entry.type() == MP4A) {
            BoxCursor boxes = entry.children(AUDIO_ENTRY_BYTES);
            if (boxes.find(ESDS)) {
                return specificInfo(bytes, boxes.body() + FULL_BOX_BYTES, boxes.boxEnd());
            }
        }
        return null;
    }

    private static byte[] copy(ByteBuffer bytes, int start, int end) {
        byte[] copy = new byte[end - start];
        bytes.get(start, copy);
        return copy;
    }

    /// The DecoderSpecificInfo within the descriptors of `esds` (ISO/IEC 14496-1 §7.2.6), each
    ///
    /// ```text
    /// +---------+-----------------------------------------+----------------------------------+
    /// | tag (1) | length, 7 bits a byte, top bit: goes on | 3: id (2), flags (1), more by    |
    /// |         | (1 to 4)                                | those; then 4                    |
    /// |         |                                         | 4: 13 bytes, then 5              |
    /// |         |                                         | 5: what is looked for            |
    /// +---------+-----------------------------------------+----------------------------------+
    /// ```
    private static byte @Nullable [] specificInfo(ByteBuffer bytes, int start, int end) {
        ByteBuffer rest = bytes.duplicate().limit(end).position(Math.min(start, end));
        while (rest.remaining() >= 2) {
            int tag = rest.get();
            int length = length(rest);
            if (length > rest.remaining()) {
                return null;
            }
            switch (tag) {
                case 3 -> skip(rest, elementaryStreamHeader(rest));
                case 4 -> skip(rest, 13);
                case 5 -> {
                    return copy(bytes, rest.position(), rest.position() + length);
                }
                default -> skip(rest, length);
            }
        }
        return null;
    }

    private static int length(ByteBuffer rest) {
        int length = 0;
        for (int i = 0; i < 4 && rest.hasRemaining(); i++) {
            int part = rest.get();
            length = length << 7 | (part & 0x7f);
            if (part >= 0) {
                break;
            }
        }
        return length;
    }

    private static int elementaryStreamHeader(ByteBuffer rest) {
        int base = rest.position();
        if (rest.remaining() < 4) {
            return rest.remaining();
        }
        int flags = rest.get(base + 2);
        int size = 3 + ((flags & 0x80) != 0 ? 2 : 0);
        if ((flags & 0x40) != 0 && size < rest.remaining()) {
            size += 1 + (rest.get(base + size) & 0xff);
        }
        return size + ((flags & 0x20) != 0 ? 2 : 0);
    }

    private static void skip(ByteBuffer rest, int length) {
        rest.position(rest.position() + Math.min(length, rest.remaining()));
    }
}
