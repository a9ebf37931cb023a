package org.moqgateway.core.netem;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.moqgateway.core.rtp.BigEndian;

/// H.264 access units (Annex B, 4-byte start codes) and Opus packets that can be told apart by a
/// number. The pictures cannot be decoded, everything around them is real.
public final class SyntheticMedia {
    /// 1920x1080, constrained baseline.
    public static final byte[] SPS_HD = Hex.bytes("6742c0288c680780227e5c0407844235");

    /// 640x480, baseline.
    public static final byte[] SPS_SD = Hex.bytes("6742e01fda0280f640");

    /// Fits both.
    public static final byte[] PPS = Hex.bytes("68ce3c80");

    // first_mb_in_slice 0, slice_type 7 or 5, pic_parameter_set_id 0
    private static final byte[] IDR_SLICE = Hex.bytes("65 88 ff");
    private static final byte[] DELTA_SLICE = Hex.bytes("41 9b");

    // 20 ms, fullband, mono, one frame
    private static final int OPUS_TOC = 0x78;
    private static final int NUMBER_BYTES = 8;

    private SyntheticMedia() {}

    /// A keyframe with its parameter sets.
    public static byte[] keyframe(int number, int bytes) {
        return unit(SPS_HD, PPS, slice(IDR_SLICE, number, bytes));
    }

    /// A keyframe with other parameter sets, or without.
    public static byte[] keyframe(int number, int bytes, byte[]... parameterSets) {
        byte[][] nals = Arrays.copyOf(parameterSets, parameterSets.length + 1);
        nals[parameterSets.length] = slice(IDR_SLICE, number, bytes);
        return unit(nals);
    }

    /// A frame that needs the one before.
    public static byte[] delta(int number, int bytes) {
        return unit(slice(DELTA_SLICE, number, bytes));
    }

    /// NAL units behind start codes.
    public static byte[] unit(byte[]... nals) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] nal : nals) {
            out.writeBytes(new byte[] {0, 0, 0, 1});
            out.writeBytes(nal);
        }
        return out.toByteArray();
    }

    /// An Opus packet.
    public static byte[] opus(int number, int bytes) {
        return slice(new byte[] {OPUS_TOC}, number, bytes);
    }

    private static byte[] slice(byte[] head, int number, int bytes) {
        byte[] body = new byte[Math.max(bytes, NUMBER_BYTES)];
        Random random = new Random(number);
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (1 + random.nextInt(255)); // Nothing that looks like a start code.
        }
        // Four bits to a byte at the end, for the same reason.
        for (int i = 0; i < NUMBER_BYTES; i++) {
            body[body.length - 1 - i] = (byte) (0x10 | ((number >>> (4 * i)) & 0xf));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head);
        out.writeBytes(body);
        return out.toByteArray();
    }

    /// The number of a frame made here; what is in front of it does not matter.
    public static int number(byte[] frame) {
        int number = 0;
        for (int i = NUMBER_BYTES; i > 0; i--) {
            number = (number << 4) | (BigEndian.u8(frame, frame.length - i) & 0xf);
        }
        return number;
    }
}
