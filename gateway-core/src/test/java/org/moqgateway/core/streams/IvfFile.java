package org.moqgateway.core.streams;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// IVF files: a header of 32 bytes, then each frame behind 12 bytes of size and time stamp, all in
/// little endian.
enum IvfFile implements StreamFile {
    VP8("VP80"),
    VP9("VP90"),
    /// Without temporal delimiters, which the file has and a frame has not.
    AV1("AV01") {
        @Override
        byte[] normalized(byte[] unit) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            for (int at = 0; at < unit.length; ) {
                int end = endOfObu(unit, at);
                int type = unit[at] >> 3 & 0xf;
                if (type != TEMPORAL_DELIMITER && type != PADDING) {
                    kept.write(unit, at, end - at);
                }
                at = end;
            }
            return kept.toByteArray();
        }

        @Override
        byte[] stored(byte[] frame) {
            return ByteBuffer.allocate(2 + frame.length)
                    .put((byte) (TEMPORAL_DELIMITER << 3 | HAS_SIZE))
                    .put((byte) 0)
                    .put(frame)
                    .array();
        }
    };

    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 12;
    private static final int TEMPORAL_DELIMITER = 2;
    private static final int PADDING = 15;
    private static final int HAS_SIZE = 2;
    private static final int HAS_EXTENSION = 4;

    private final String fourCc;

    IvfFile(String fourCc) {
        this.fourCc = fourCc;
    }

    byte[] normalized(byte[] stored) {
        return stored;
    }

    byte[] stored(byte[] frame) {
        return frame;
    }

    @Override
    public List<byte[]> read(byte[] file, List<Boolean> keyframes) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        in.position(HEADER_BYTES);
        List<byte[]> frames = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] frame = new byte[in.getInt()];
            in.position(in.position() + FRAME_HEADER_BYTES - Integer.BYTES).get(frame);
            frames.add(normalized(frame));
        }
        return frames;
    }

    @Override
    public byte[] write(List<byte[]> frames, StreamRecipe recipe) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put("DKIF".getBytes(StandardCharsets.US_ASCII));
        header.putShort((short) 0).putShort((short) HEADER_BYTES);
        header.put(fourCc.getBytes(StandardCharsets.US_ASCII));
        header.putShort((short) recipe.width()).putShort((short) recipe.height());
        header.putInt(30).putInt(1).putInt(frames.size());
        out.writeBytes(header.array());
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = stored(frames.get(i));
            ByteBuffer head =
                    ByteBuffer.allocate(FRAME_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.writeBytes(head.putInt(frame.length).putLong(i).array());
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }

    @Override
    public byte[] picture(byte[] frame) {
        return frame;
    }

    /// AV1 §5.3: header, extension byte, size (leb128); encoders give every OBU a size.
    private static int endOfObu(byte[] unit, int start) {
        int at = start + ((unit[start] & HAS_EXTENSION) != 0 ? 2 : 1);
        if ((unit[start] & HAS_SIZE) == 0) {
            throw new AssertionError("an OBU without size");
        }
        int size = 0;
        int shift = 0;
        boolean more = true;
        while (more) {
            size |= (unit[at] & 0x7f) << shift;
            shift += 7;
            more = unit[at++] < 0;
        }
        return at + size;
    }
}
