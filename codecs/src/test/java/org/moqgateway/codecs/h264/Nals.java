package org.moqgateway.codecs.h264;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.nal.BitStringWriter;

/// NAL units for tests.
final class Nals {
    /// Written by FFmpeg 8.0's libopenh264, `-s 1920x1080 -r 30 -profile:v
    /// constrained_baseline`.
    static final byte[] SPS_1080P = CommentedHex.bytes("6742c0288c680780227e5c0407844235");

    /// The picture parameter set that belongs to it.
    static final byte[] PPS = CommentedHex.bytes("68ce3c80");

    static final byte[] IDR = slice(5, 0, 0, new byte[] {0x11, 0x22, 0x33});
    static final byte[] IDR_SECOND_SLICE = slice(5, 40, 0, new byte[] {0x44});
    static final byte[] DELTA = slice(1, 0, 0, new byte[] {0x55, 0x66});
    static final byte[] DELTA_SECOND_SLICE = slice(1, 40, 0, new byte[] {0x77});
    static final byte[] DELIMITER = CommentedHex.bytes("09 f0");
    static final byte[] FILLER = CommentedHex.bytes("0c ff ff 80");

    /// A buffering period before the recovery point: the message is found behind another one.
    static final byte[] RECOVERY_POINT_SEI = CommentedHex.bytes("06 00 02 aa bb 06 01 c4 80");

    static final byte[] USER_DATA_SEI = CommentedHex.bytes("06 05 03 06 01 c4 80");

    private Nals() {}

    static byte[] slice(int type, int firstMacroblock, int ppsId, byte[] body) {
        return new BitStringWriter()
                .ue(firstMacroblock)
                .ue(type == 5 ? 7 : 5)
                .ue(ppsId)
                .bytes(body)
                .toNal(0x60 | type);
    }

    static byte[] sps(int id, int widthInMacroblocks, int heightInMacroblocks) {
        return new BitStringWriter()
                .u(8, 66)
                .u(8, 0xe0)
                .u(8, 31)
                .ue(id)
                .ue(0)
                .ue(2)
                .ue(1)
                .flag(false)
                .ue(widthInMacroblocks - 1)
                .ue(heightInMacroblocks - 1)
                .flag(true)
                .flag(true)
                .flag(false)
                .flag(false)
                .toNal(0x67);
    }

    static byte[] pps(int id, int spsId) {
        return new BitStringWriter().ue(id).ue(spsId).u(4, 3).toNal(0x68);
    }

    static byte[] randomBytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    static byte[] annexB(byte[]... nals) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] nal : nals) {
            out.writeBytes(new byte[] {0, 0, 0, 1});
            out.writeBytes(nal);
        }
        return out.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
