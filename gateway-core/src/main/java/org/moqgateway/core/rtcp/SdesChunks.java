package org.moqgateway.core.rtcp;

import org.moqgateway.core.rtp.BigEndian;

/// The chunks of a source description (RFC 3550 §6.5). Each is an SSRC and items that a zero byte
/// ends, padded with zeros to the next 32-bit boundary:
///
/// ```text
/// |                             SSRC                              |
/// |   type 8      |   length 8    | UTF-8 text ...                |
/// | ...           |       0       | 0 ...                         |
/// ```
final class SdesChunks {
    private static final int CNAME = 1;

    private SdesChunks() {}

    /// Whether the packet at `start` holds as many whole chunks as it claims before `end`.
    static boolean fit(byte[] buffer, int start, int end) {
        int position = start + 4;
        for (int chunk = 0; chunk < (buffer[start] & 0x1f); chunk++) {
            position += 4;
            while (position < end && buffer[position] != 0) {
                if (position + 2 > end) {
                    return false;
                }
                position += 2 + BigEndian.u8(buffer, position + 1);
            }
            if (position >= end) {
                return false;
            }
            position = behindPadding(start, position);
        }
        return position <= end;
    }

    /// Visits the CNAMEs of a packet that [#fit] has accepted.
    static boolean visit(byte[] buffer, int start, RtcpVisitor visitor) {
        int position = start + 4;
        for (int chunk = 0; chunk < (buffer[start] & 0x1f); chunk++) {
            int ssrc = BigEndian.i32(buffer, position);
            position += 4;
            while (buffer[position] != 0) {
                int length = BigEndian.u8(buffer, position + 1);
                if (buffer[position] == CNAME) {
                    visitor.cname(ssrc, buffer, position + 2, length);
                }
                position += 2 + length;
            }
            position = behindPadding(start, position);
        }
        return true;
    }

    private static int behindPadding(int start, int terminator) {
        return start + ((terminator - start) / 4 + 1) * 4;
    }
}
