package org.moqgateway.codecs.av1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/// Makes OBUs and temporal units.
final class Obus {
    static final byte SEQUENCE_HEADER = 1;
    static final byte TEMPORAL_DELIMITER = 2;
    static final byte FRAME_HEADER = 3;
    static final byte TILE_GROUP = 4;
    static final byte METADATA = 5;
    static final byte FRAME = 6;
    static final byte TILE_LIST = 8;
    static final byte PADDING = 15;

    /// The first byte of a frame header: a shown key frame.
    static final int KEY = 0x10;

    /// A shown inter frame.
    static final int INTER = 0x30;

    /// Main profile, level 4.0, 1280 x 720, as libaom writes it for a camera.
    static final byte[] SEQUENCE = sequence(1280, 720);

    private Obus() {}

    /// The payload of a sequence header without order hints and frame ids.
    static byte[] sequence(int width, int height) {
        BitWriter out =
                new BitWriter(new byte[32], 0)
                        .bits(3, 0) // seq_profile
                        .bits(2, 0) // still_picture, reduced_still_picture_header
                        .bits(2, 0) // timing_info, initial_display_delay
                        .bits(5, 0) // operating_points_cnt_minus_1
                        .bits(12, 0) // operating_point_idc[0]
                        .bits(5, 8) // seq_level_idx[0]: 4.0
                        .bits(1, 0) // seq_tier[0]
                        .bits(8, 0xff) // frame_width_bits_minus_1, frame_height_bits_minus_1
                        .bits(16, width - 1)
                        .bits(16, height - 1)
                        .bits(1, 0) // frame_id_numbers_present_flag
                        .bits(3, 0) // superblocks, intra filters
                        .bits(4, 0) // compound, warped motion, dual filter
                        .bits(1, 0) // enable_order_hint
                        .bits(1, 1) // seq_choose_screen_content_tools
                        .bits(1, 1) // seq_choose_integer_mv
                        .bits(3, 0) // superres, cdef, restoration
                        .bits(3, 0) // high_bitdepth, mono_chrome, color_description
                        .bits(1, 0) // color_range
                        .bits(2, 0) // chroma_sample_position
                        .bits(1, 0) // separate_uv_delta_q
                        .bits(1, 0) // film_grain_params_present
                        .bits(1, 1); // trailing bit
        return out.toBytes();
    }

    /// An OBU with size field.
    static byte[] obu(int type, byte... payload) {
        return obu(type << 3 | 2, -1, payload);
    }

    /// An OBU of a layer with size field.
    static byte[] layered(int type, int temporalId, int spatialId, byte... payload) {
        return obu(type << 3 | 6, temporalId << 5 | spatialId << 3, payload);
    }

    private static byte[] obu(int header, int extension, byte[] payload) {
        byte[] bytes = new byte[8 + payload.length];
        int at = 0;
        bytes[at++] = (byte) header;
        if (extension >= 0) {
            bytes[at++] = (byte) extension;
        }
        at = Leb128.write(payload.length, bytes, at);
        System.arraycopy(payload, 0, bytes, at, payload.length);
        return Arrays.copyOf(bytes, at + payload.length);
    }

    /// The payload of a frame: its kind, then noise.
    static byte[] frame(int kind, int length, Random random) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        payload[0] = (byte) kind;
        return payload;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
