package org.moqgateway.codecs.opus;

import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.opus.OpusPacket.Defect;
import org.moqgateway.codecs.opus.OpusPacket.Invalid;
import org.moqgateway.codecs.opus.OpusPacket.Valid;

/// Walks the frame lengths of one Opus packet (RFC 6716 §3.2) and keeps the longest.
final class OpusPacketReader {
    private static final int MAX_FRAME_BYTES = 1275;
    private static final int MAX_SAMPLES = 5760;
    private static final int CUT = -1;

    private final byte[] buffer;
    private int position;
    private int end;
    private int longestFrame;

    OpusPacketReader(byte[] buffer, int offset, int length) {
        this.buffer = buffer;
        this.position = offset;
        this.end = offset + length;
    }

    OpusPacket read() {
        if (position == end) {
            return new Invalid(Defect.EMPTY);
        }
        int toc = nextByte();
        int configuration = toc >> 3;
        int samples = frameSamples(configuration);
        int code = toc & 3;
        int codeThreeHeader = 0;
        if (code == 3) {
            if (position == end) {
                return new Invalid(Defect.TRUNCATED);
            }
            codeThreeHeader = nextByte();
        }
        int count = code == 3 ? codeThreeHeader & 0x3f : code == 0 ? 1 : 2;
        Defect defect = readFrames(code, codeThreeHeader, count, samples);
        if (defect == null && longestFrame > MAX_FRAME_BYTES) {
            defect = Defect.FRAME_TOO_LONG;
        }
        if (defect != null) {
            return new Invalid(defect);
        }
        return new Valid(configuration, (toc & 4) != 0, count, samples, longestFrame <= 1);
    }

    private @Nullable Defect readFrames(int code, int codeThreeHeader, int count, int samples) {
        return switch (code) {
            case 0, 1 -> readEqualFrames(count);
            case 2 -> readPrefixedFrames(count);
            default -> readCodeThree(codeThreeHeader, count, samples);
        };
    }

    private @Nullable Defect readCodeThree(int header, int count, int samples) {
        if (count == 0) {
            return Defect.NO_FRAMES;
        }
        if (count * samples > MAX_SAMPLES) {
            return Defect.TOO_MUCH_SOUND;
        }
        boolean padded = (header & 0x40) != 0;
        if (padded && !cutPadding()) {
            return Defect.TRUNCATED;
        }
        boolean variableBitRate = (header & 0x80) != 0;
        return variableBitRate ? readPrefixedFrames(count) : readEqualFrames(count);
    }

    /// RFC 6716 §3.2.5: each byte of 255 adds 254 bytes of padding and announces another byte.
    private boolean cutPadding() {
        int padding = 0;
        int step;
        do {
            if (position == end) {
                return false;
            }
            step = nextByte();
            padding += Math.min(step, 254);
        } while (step == 255);
        end -= padding;
        return position <= end;
    }

    private @Nullable Defect readEqualFrames(int count) {
        int bytes = end - position;
        if (bytes % count != 0) {
            return Defect.UNEVEN_FRAMES;
        }
        longestFrame = bytes / count;
        return null;
    }

    /// Every frame but the last one tells its length; the last one has what remains.
    private @Nullable Defect readPrefixedFrames(int count) {
        int remaining = count;
        int sum = 0;
        while (--remaining > 0) {
            int frameBytes = nextFrameBytes();
            if (frameBytes == CUT) {
                return Defect.TRUNCATED;
            }
            longestFrame = Math.max(longestFrame, frameBytes);
            sum += frameBytes;
        }
        int last = end - position - sum;
        longestFrame = Math.max(longestFrame, last);
        return last < 0 ? Defect.TRUNCATED : null;
    }

    /// RFC 6716 §3.2.1: one byte up to 251, else two.
    private int nextFrameBytes() {
        if (position == end) {
            return CUT;
        }
        int first = nextByte();
        if (first < 252) {
            return first;
        }
        return position == end ? CUT : nextByte() * 4 + first;
    }

    private int nextByte() {
        return buffer[position++] & 0xff;
    }

    /// RFC 6716 Table 2, in samples at 48 kHz.
    private static int frameSamples(int configuration) {
        int step = configuration & 3;
        if (configuration < 12) { // SILK: 10, 20, 40, 60 ms
            return step == 3 ? 2880 : 480 << step;
        }
        if (configuration < 16) { // hybrid: 10, 20 ms
            return 480 << (step & 1);
        }
        return 120 << step; // CELT: 2.5, 5, 10, 20 ms
    }
}
