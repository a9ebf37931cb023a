package org.moqgateway.bench.micro;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.SplittableRandom;

/// One second of 1080p at 60 frames per second and 8 Mbit/s: a keyframe and 59 others. The headers
/// are those that an encoder wrote (x264, x265, libvpx, SVT-AV1); behind them is noise, which
/// nobody here decodes.
enum SampleStream {
    /// Parameter sets and one slice.
    H264(
            "000000016742c02ada01e0089f970110000003001000000780f1832a0000000168ce0fc8",
            "000000016588843a0c6001e202215c21",
            "00000001419a208bc3352613e1000170"),
    /// Parameter sets and one slice.
    H265(
            "0000000140010c01ffff01600000030090000003000003007bba0240"
                    + "0000000142010101600000030090000003000003007ba003c0801107"
                    + "cb96e92930bc05a020000003002000000781000000014401c073c189",
            "000000012801ac2904430ee0750a0899",
            "000000010201d00978814822165606c0"),
    /// The bare frame.
    VP8("", "d084029d012a800738041b4708858588", "f1c1006b11fc001ed5bd8b8b84813a5f"),
    /// The bare frame.
    VP9("", "824983420077f043760638241c184a18", "86004092f121400601267fbc5ffabffd"),
    /// Sequence header and one frame OBU.
    AV1(
            "0a0c0200004a555dfe1b895f2008",
            "100085a0041020810000407de7c000dd",
            "30130020000000022460000010f80800");

    /// Frames of the second.
    static final int FRAMES = 60;

    private static final int KEYFRAME_BYTES = 100_000;
    private static final int DELTA_BYTES = 15_250;
    private static final int OBU_FRAME_WITH_SIZE = 0x32;

    private final String parameters;
    private final String keyframeHead;
    private final String deltaHead;

    SampleStream(String parameters, String keyframeHead, String deltaHead) {
        this.parameters = parameters;
        this.keyframeHead = keyframeHead;
        this.deltaHead = deltaHead;
    }

    /// The frames, about 1 MB together.
    byte[][] frames() {
        byte[][] frames = new byte[FRAMES][];
        frames[0] = frame(parameters, keyframeHead, KEYFRAME_BYTES, 0);
        for (int i = 1; i < FRAMES; i++) {
            frames[i] = frame("", deltaHead, DELTA_BYTES, i);
        }
        return frames;
    }

    private byte[] frame(String before, String head, int bytes, int seed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes + 64);
        out.writeBytes(HexFormat.of().parseHex(before));
        if (this == AV1) {
            out.write(OBU_FRAME_WITH_SIZE);
            writeLeb128(out, bytes);
        }
        byte[] headBytes = HexFormat.of().parseHex(head);
        out.writeBytes(headBytes);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = headBytes.length; i < bytes; i++) {
            out.write(random.nextInt(4, 256)); // no start code
        }
        return out.toByteArray();
    }

    private static void writeLeb128(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
