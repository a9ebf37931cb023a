package org.moqgateway.codecs.h265;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.nal.BitStringWriter;

/// NAL units for tests.
final class Nals {
    /// Written by x265 (FFmpeg 9.0.2), `-s 1280x720 -r 30 -preset ultrafast`.
    static final byte[] VPS =
            CommentedHex.bytes("40010c01ffff01600000030090000003000003005d959809");

    /// The sequence parameter set that belongs to it.
    static final byte[] SPS_720P =
            CommentedHex.bytes(
                    "42010101600000030090000003000003005da00280802d16595992930bc05a02"
                            + "0000030002000003003c10");

    /// The picture parameter set that belongs to it.
    static final byte[] PPS = CommentedHex.bytes("4401c073c189");

    /// The same but for the size, 322x242, ten bits, BT.2020 with PQ, 29.97 frames per second.
    static final byte[] SPS_TEN_BITS =
            CommentedHex.bytes(
                    "42010102200000030090000003000003003ca00a8804071110d96e92930bc05a"
                            + "84880482000007d20000ea6010");

    static final int TRAIL_N = 0;
    static final int TRAIL_R = 1;
    static final int RADL_R = 7;
    static final int RASL_N = 8;
    static final int RASL_R = 9;
    static final int BLA_W_LP = 16;
    static final int IDR_W_RADL = 19;
    static final int IDR_N_LP = 20;
    static final int CRA_NUT = 21;

    static final byte[] IDR = slice(IDR_N_LP, true, 0, new byte[] {0x11, 0x22, 0x33});
    static final byte[] IDR_SECOND_SLICE = slice(IDR_N_LP, false, 0, new byte[] {0x44});
    static final byte[] CRA = slice(CRA_NUT, true, 0, new byte[] {0x12, 0x34});
    static final byte[] RASL = slice(RASL_R, true, 0, new byte[] {0x56});
    static final byte[] DELTA = slice(TRAIL_R, true, 0, new byte[] {0x55, 0x66});
    static final byte[] DELTA_SECOND_SLICE = slice(TRAIL_R, false, 0, new byte[] {0x77});
    static final byte[] DELIMITER = CommentedHex.bytes("46 01 50");
    static final byte[] FILLER = CommentedHex.bytes("4c 01 ff ff 80");
    static final byte[] END_OF_SEQUENCE = CommentedHex.bytes("48 01");
    static final byte[] PREFIX_SEI = CommentedHex.bytes("4e 01 05 01 aa 80");
    static final byte[] SUFFIX_SEI = CommentedHex.bytes("50 01 84 01 aa 80");

    private Nals() {}

    static byte[] slice(int type, boolean first, int ppsId, byte[] body) {
        BitStringWriter out = new BitStringWriter().flag(first);
        out.u(type >= 16 ? 1 : 0, 0); // no_output_of_prior_pics_flag
        return out.ue(ppsId).bytes(body).toNal(type << 1, 1);
    }

    static byte[] pps(int id, int spsId) {
        return new BitStringWriter().ue(id).ue(spsId).u(5, 0).u(8, 0x9a).toNal(34 << 1, 1);
    }

    static byte[] vps(int id) {
        byte[] vps = VPS.clone();
        vps[2] = (byte) ((id << 4) | (vps[2] & 0xf));
        return vps;
    }

    /// The smallest sequence parameter set: Main, level 3.1.
    static byte[] sps(int id, int vpsId, int width, int height) {
        return new BitStringWriter()
                .u(4, vpsId)
                .u(3, 0)
                .flag(true)
                .u(8, 1)
                .u(32, 0x60000000L)
                .u(24, 0x900000)
                .u(24, 0)
                .u(8, 93)
                .ue(id)
                .ue(1) // 4:2:0
                .ue(width)
                .ue(height)
                .flag(false)
                .ue(0) // bit depths
                .ue(0)
                .ue(4) // eight bits of picture order count
                .flag(true)
                .ue(4)
                .ue(0)
                .ue(0)
                .ue(0) // block sizes
                .ue(3)
                .ue(0)
                .ue(3)
                .ue(0)
                .ue(0)
                .flag(false) // scaling lists
                .u(3, 0)
                .ue(0) // reference picture sets
                .flag(false)
                .u(2, 0)
                .flag(false) // VUI
                .flag(false)
                .toNal(33 << 1, 1);
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
}
