package org.moqgateway.bench.micro;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/// Frames of a 2 Mbit/s stream at 30 frames per second: each makes [#PACKETS] RTP packets. Nothing
/// but the headers is real; nobody here decodes them.
final class SampleFrames {
    /// RTP packets of a frame.
    static final int PACKETS = 8;

    /// Most payload bytes of a packet.
    static final int MAX_PAYLOAD_BYTES = 1150;

    private static final int FRAGMENT_BYTES = MAX_PAYLOAD_BYTES - 2;
    private static final byte[] PARAMETER_SETS =
            HexFormat.of().parseHex("000000016742e01fda0280f6400000000168ce3c80");
    private static final byte[] KEYFRAME_HEAD = HexFormat.of().parseHex("00000001658880");
    private static final byte[] DELTA_HEAD = HexFormat.of().parseHex("00000001619a80");
    private static final int START_CODE_BYTES = 4;

    private SampleFrames() {}

    /// A keyframe: parameter sets in one packet, the slice in the others.
    static byte[] keyframe() {
        byte[] slice = filled(KEYFRAME_HEAD, PACKETS - 1);
        byte[] frame = Arrays.copyOf(PARAMETER_SETS, PARAMETER_SETS.length + slice.length);
        System.arraycopy(slice, 0, frame, PARAMETER_SETS.length, slice.length);
        return frame;
    }

    /// A delta frame of one slice.
    static byte[] delta() {
        return filled(DELTA_HEAD, PACKETS);
    }

    private static byte[] filled(byte[] head, int fragments) {
        byte[] frame = Arrays.copyOf(head, START_CODE_BYTES + 1 + fragments * FRAGMENT_BYTES);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = head.length; i < frame.length; i++) {
            frame[i] = (byte) random.nextInt(4, 256);
        }
        return frame;
    }
}
