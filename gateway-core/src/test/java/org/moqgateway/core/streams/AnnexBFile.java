package org.moqgateway.core.streams;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Byte streams of NAL units (Annex B of H.264 and H.265) with an access unit delimiter in front of
/// every access unit.
///
/// In the form that depacketizers promise, delimiters and filler data are gone, start codes have
/// four bytes, and parameter sets stand in front of keyframes and where they are new.
enum AnnexBFile implements StreamFile {
    H264 {
        @Override
        int type(byte[] nal) {
            return nal[0] & 0x1f;
        }

        @Override
        Kind kind(int type) {
            return switch (type) {
                case 1, 2, 3, 4, 5 -> Kind.SLICE;
                case 7, 8 -> Kind.PARAMETER_SET;
                case 9 -> Kind.DELIMITER;
                case 12 -> Kind.FILLER;
                default -> Kind.OTHER;
            };
        }
    },
    H265 {
        @Override
        int type(byte[] nal) {
            return nal[0] >> 1 & 0x3f;
        }

        @Override
        Kind kind(int type) {
            return switch (type) {
                case 32, 33, 34 -> Kind.PARAMETER_SET;
                case 35 -> Kind.DELIMITER;
                case 38 -> Kind.FILLER;
                default -> type < 32 ? Kind.SLICE : Kind.OTHER;
            };
        }
    };

    /// What a NAL unit is to an access unit.
    enum Kind {
        DELIMITER,
        FILLER,
        PARAMETER_SET,
        SLICE,
        OTHER
    }

    abstract int type(byte[] nal);

    abstract Kind kind(int type);

    private Kind kind(byte[] nal) {
        return kind(type(nal));
    }

    @Override
    public List<byte[]> read(byte[] file, List<Boolean> keyframes) {
        List<List<byte[]>> units = new ArrayList<>();
        for (byte[] nal : nals(file)) {
            if (kind(nal) == Kind.DELIMITER) {
                units.add(new ArrayList<>());
            }
            units.getLast().add(nal);
        }
        Set<ByteBuffer> known = new HashSet<>();
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            frames.add(normalized(units.get(i), keyframes.get(i), known));
        }
        return frames;
    }

    private byte[] normalized(List<byte[]> unit, boolean keyframe, Set<ByteBuffer> known) {
        List<byte[]> ordered = new ArrayList<>();
        for (byte[] nal : unit) {
            if (kind(nal) == Kind.PARAMETER_SET && (known.add(ByteBuffer.wrap(nal)) || keyframe)) {
                ordered.add(nal);
            }
        }
        unit.stream()
                .filter(nal -> kind(nal) == Kind.SLICE || kind(nal) == Kind.OTHER)
                .forEach(ordered::add);
        return joined(ordered);
    }

    @Override
    public byte[] write(List<byte[]> frames, StreamRecipe recipe) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frames.forEach(out::writeBytes);
        return out.toByteArray();
    }

    @Override
    public byte[] picture(byte[] frame) {
        return joined(nals(frame).stream().filter(nal -> kind(nal) == Kind.SLICE).toList());
    }

    private static byte[] joined(List<byte[]> nals) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] nal : nals) {
            out.writeBytes(new byte[] {0, 0, 0, 1});
            out.writeBytes(nal);
        }
        return out.toByteArray();
    }

    private static List<byte[]> nals(byte[] bytes) {
        List<byte[]> nals = new ArrayList<>();
        int start = -1;
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
                addNal(nals, bytes, start, i);
                start = i + 3;
            }
        }
        addNal(nals, bytes, start, bytes.length);
        return nals;
    }

    private static void addNal(List<byte[]> nals, byte[] bytes, int start, int end) {
        if (start < 0) {
            return;
        }
        int last = end;
        while (last > start && bytes[last - 1] == 0) {
            last--;
        }
        nals.add(Arrays.copyOfRange(bytes, start, last));
    }
}
