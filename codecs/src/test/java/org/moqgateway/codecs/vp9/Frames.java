package org.moqgateway.codecs.vp9;

import java.io.ByteArrayOutputStream;

/// Makes VP9 frames as far as their headers go, and superframes.
final class Frames {
    private Frames() {}

    /// A superframe of frames of less than 64 KiB; one frame alone stays as it is.
    static byte[] superframe(byte[]... frames) {
        if (frames.length == 1) {
            return frames[0];
        }
        int largest = 0;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            out.writeBytes(frame);
            largest = Math.max(largest, frame.length);
        }
        boolean wide = largest > 255;
        int marker = (wide ? 0xc8 : 0xc0) | (frames.length - 1);
        out.write(marker);
        for (byte[] frame : frames) {
            out.write(frame.length);
            if (wide) {
                out.write(frame.length >> 8);
            }
        }
        out.write(marker);
        return out.toByteArray();
    }

    /// A shown, error resilient key frame of profile 0.
    static byte[] key(int width, int height, byte... rest) {
        return new HeaderWriter()
                .u(2, 2)
                .u(2, 0)
                .u(1, 0)
                .u(1, 0) // key frame
                .u(1, 1) // shown
                .u(1, 1) // error resilient
                .u(24, 0x498342)
                .u(3, 0)
                .u(1, 0)
                .u(16, width - 1)
                .u(16, height - 1)
                .bytes(rest);
    }

    /// A shown, error resilient inter frame of profile 0 that takes its size from a reference.
    static byte[] inter(int refresh, int slot1, int slot2, int slot3, byte... rest) {
        return interHeader(refresh, slot1, slot2, slot3).u(1, 1).bytes(rest);
    }

    /// The same with a size of its own.
    static byte[] sizedInter(int refresh, int slot, int width, int height, byte... rest) {
        return interHeader(refresh, slot, slot, slot)
                .u(3, 0)
                .u(16, width - 1)
                .u(16, height - 1)
                .bytes(rest);
    }

    private static HeaderWriter interHeader(int refresh, int slot1, int slot2, int slot3) {
        return new HeaderWriter()
                .u(2, 2)
                .u(2, 0)
                .u(1, 0)
                .u(1, 1) // no key frame
                .u(1, 1) // shown
                .u(1, 1) // error resilient
                .u(8, refresh)
                .u(3, slot1)
                .u(1, 0)
                .u(3, slot2)
                .u(1, 0)
                .u(3, slot3)
                .u(1, 0);
    }

    /// A hidden frame of intra blocks, of profile 0.
    static byte[] hiddenIntraOnly(int refresh, int width, int height) {
        return new HeaderWriter()
                .u(2, 2)
                .u(2, 0)
                .u(1, 0)
                .u(1, 1) // no key frame
                .u(1, 0) // hidden
                .u(1, 1) // error resilient
                .u(1, 1) // intra only
                .u(24, 0x498342)
                .u(8, refresh)
                .u(16, width - 1)
                .u(16, height - 1)
                .bytes((byte) 1);
    }

    /// The order to show the frame of a slot.
    static byte[] showExisting(int slot) {
        return new HeaderWriter().u(2, 2).u(2, 0).u(1, 1).u(3, slot).bytes();
    }
}
