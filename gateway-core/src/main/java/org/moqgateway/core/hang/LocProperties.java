package org.moqgateway.core.hang;

import org.moqgateway.core.cmaf.MediaTime;
import org.moqgateway.moq.wire.VarInt;

/// The properties before the codec's bytes of a LOC frame (draft-ietf-moq-loc-04), types
/// ascending.
///
/// ```text
/// +--------------------------------+
/// | bytes of all below (varint)    |
/// +--------------------------------+----------------------------------------------+
/// | type less that of the property | even type: value (varint)                    |
/// | before (varint)                | odd type: length (varint), that many bytes   |
/// +--------------------------------+----------------------------------------------+
/// | ...                            | ...                                          |
/// ```
///
/// Read are 0x10 Timestamp, also by the number 0x06 that draft-03 gave it, and 0x08 Timescale.
/// Others are skipped, 0x0d Video Config too: the catalog tells the configuration.
///
/// Belongs to one thread; used again for each frame.
final class LocProperties {
    static final int TIMESTAMP = 0x10;

    /// The answer for bytes that are no properties.
    static final int MALFORMED = -1;

    private static final int TIMESCALE = 0x08;
    private static final int TIMESTAMP_DRAFT_03 = 0x06;
    private static final long DEFAULT_TIMESCALE = 1_000_000;

    private byte[] bytes = {};
    private int offset;
    private int end;
    private long type;
    private long timestamp;
    private long timescale;

    /// Reads the properties of a frame.
    ///
    /// @return where the codec's bytes begin, or [#MALFORMED]
    int read(byte[] frame) {
        bytes = frame;
        offset = 0;
        end = frame.length;
        type = 0;
        timestamp = MALFORMED;
        timescale = DEFAULT_TIMESCALE;
        long size = next();
        if (size == MALFORMED || size > end - offset) {
            return MALFORMED;
        }
        end = offset + (int) size;
        while (offset < end) {
            if (!property()) {
                return MALFORMED;
            }
        }
        return end;
    }

    /// Presentation time of the frame that was read, or [#MALFORMED].
    long timestampUs() {
        return timestamp == MALFORMED ? MALFORMED : MediaTime.toUs(timestamp, timescale);
    }

    private boolean property() {
        long delta = next();
        long value = next();
        if (delta == MALFORMED || value == MALFORMED || delta > VarInt.MAX_VALUE - type) {
            return false;
        }
        type += delta;
        if ((type & 1) != 0) {
            return skip(value);
        }
        if (type == TIMESTAMP || type == TIMESTAMP_DRAFT_03) {
            timestamp = value;
        } else if (type == TIMESCALE) {
            timescale = value;
        }
        return true;
    }

    private boolean skip(long length) {
        if (length > end - offset) {
            return false;
        }
        offset += (int) length;
        return true;
    }

    private long next() {
        long value = VarInt.decode(bytes, offset, end);
        if (value == VarInt.INCOMPLETE) {
            return MALFORMED;
        }
        offset += VarInt.lengthFromFirstByte(bytes[offset]);
        return value;
    }
}
