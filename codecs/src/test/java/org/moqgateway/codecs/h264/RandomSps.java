package org.moqgateway.codecs.h264;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.nal.BitStringWriter;
import org.moqgateway.codecs.nal.ChromaFormatIdc;

/// A seeded random sequence parameter set that keeps H.264 §7.4.2.1.1, with what must be read.
final class RandomSps {
    private static final int[] BASELINE_TO_EXTENDED = {66, 77, 88};
    private static final int[] WITH_CHROMA_FORMAT = {
        100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135
    };

    private final Random random;
    private final BitStringWriter out = new BitStringWriter();
    private int chromaFormatIdc = 1;
    private boolean separatePlanes;
    private int bitDepth = 8;
    private int chromaBitDepth = 8;
    private int frameNumBits;
    private int orderType;
    private int lsbBits;
    private boolean deltaAlwaysZero;
    private long offsetForNonReference;
    private long offsetTopToBottom;
    private final List<Long> offsetsForReference = new ArrayList<>();
    private boolean framesOnly;
    private int width;
    private int height;
    private OptionalDouble frameRate = OptionalDouble.empty();
    private OptionalInt reorderFrames = OptionalInt.empty();

    /// Twelve scaling lists, of which JCodec 0.2.5 reads eight.
    boolean twelveScalingLists;

    final byte[] nal;
    final SequenceParameterSet expected;

    RandomSps(Random random) {
        this.random = random;
        int[] profiles = random.nextBoolean() ? WITH_CHROMA_FORMAT : BASELINE_TO_EXTENDED;
        int profile = profiles[random.nextInt(profiles.length)];
        int constraints = random.nextInt(64) << 2;
        int level = 10 + random.nextInt(53);
        int id = random.nextInt(32);
        out.u(8, profile).u(8, constraints).u(8, level).ue(id);
        if (profiles == WITH_CHROMA_FORMAT) {
            writeChromaFormat();
        }
        frameNumBits = 4 + random.nextInt(13);
        out.ue(frameNumBits - 4);
        writePictureOrderCount();
        out.ue(random.nextInt(17)).flag(random.nextBoolean());
        writeSize();
        boolean vui = random.nextBoolean();
        out.flag(vui);
        if (vui) {
            writeVui();
        }
        nal = out.toNal(0x67);
        expected =
                new SequenceParameterSet(
                        id,
                        profile,
                        constraints,
                        level,
                        width,
                        height,
                        new SampleFormat(bitDepth, ChromaFormatIdc.format(chromaFormatIdc)),
                        chromaBitDepth,
                        frameRate,
                        reorderFrames,
                        pictureOrder());
    }

    private PictureOrder pictureOrder() {
        return new PictureOrder(
                frameNumBits,
                orderType,
                lsbBits,
                deltaAlwaysZero,
                offsetForNonReference,
                offsetTopToBottom,
                offsetsForReference,
                framesOnly,
                separatePlanes);
    }

    private void writeChromaFormat() {
        chromaFormatIdc = random.nextInt(4);
        out.ue(chromaFormatIdc);
        if (chromaFormatIdc == 3) {
            separatePlanes = random.nextBoolean();
            out.flag(separatePlanes);
        }
        bitDepth = 8 + random.nextInt(7);
        chromaBitDepth = 8 + random.nextInt(7);
        out.ue(bitDepth - 8).ue(chromaBitDepth - 8).flag(random.nextBoolean());
        boolean matrix = random.nextBoolean();
        out.flag(matrix);
        twelveScalingLists = matrix && chromaFormatIdc == 3;
        for (int i = 0; matrix && i < (chromaFormatIdc == 3 ? 12 : 8); i++) {
            boolean present = random.nextBoolean();
            out.flag(present);
            if (present) {
                writeScalingList(i < 6 ? 16 : 64);
            }
        }
    }

    private void writeScalingList(int size) {
        int last = 8;
        int next = 8;
        for (int i = 0; i < size && next != 0; i++) {
            next = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(255);
            int delta = (byte) (next - last); // wraps within -128 … 127
            out.se(delta);
            last = next;
        }
    }

    private void writePictureOrderCount() {
        orderType = random.nextInt(3);
        out.ue(orderType);
        if (orderType == 0) {
            lsbBits = 4 + random.nextInt(13);
            out.ue(lsbBits - 4);
        } else if (orderType == 1) {
            deltaAlwaysZero = random.nextBoolean();
            offsetForNonReference = offset();
            offsetTopToBottom = offset();
            out.flag(deltaAlwaysZero).se(offsetForNonReference).se(offsetTopToBottom);
            int cycle = random.nextInt(256);
            out.ue(cycle);
            for (int i = 0; i < cycle; i++) {
                offsetsForReference.add(random.nextLong(-500, 500));
                out.se(offsetsForReference.get(i));
            }
        }
    }

    /// Large enough for codes of 49 bits.
    private int offset() {
        return random.nextInt(1 << 24) - (1 << 23);
    }

    private void writeSize() {
        int columns = 1 + random.nextInt(512);
        int mapUnits = 1 + random.nextInt(512);
        framesOnly = random.nextBoolean();
        out.ue(columns - 1).ue(mapUnits - 1).flag(framesOnly);
        if (!framesOnly) {
            out.flag(random.nextBoolean());
        }
        out.flag(random.nextBoolean());
        width = columns * 16;
        height = mapUnits * 16 * (framesOnly ? 1 : 2);
        boolean cropped = random.nextBoolean();
        out.flag(cropped);
        if (cropped) {
            int format = separatePlanes ? 0 : chromaFormatIdc;
            int unitX = format == 1 || format == 2 ? 2 : 1;
            int unitY = (format == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
            int[] edges = random.ints(4, 0, 4).toArray(); // at most 6 units of 2 from 16 pixels
            out.ue(edges[0]).ue(edges[1]).ue(edges[2]).ue(edges[3]);
            width -= unitX * (edges[0] + edges[1]);
            height -= unitY * (edges[2] + edges[3]);
        }
    }

    private void writeVui() {
        boolean aspect = random.nextBoolean();
        out.flag(aspect);
        if (aspect) {
            boolean extended = random.nextBoolean();
            out.u(8, extended ? 255 : 1);
            out.u(extended ? 32 : 0, random.nextInt());
        }
        boolean overscan = random.nextBoolean();
        out.flag(overscan).u(overscan ? 1 : 0, 1);
        boolean signal = random.nextBoolean();
        out.flag(signal);
        if (signal) {
            boolean colours = random.nextBoolean();
            out.u(4, random.nextInt(16)).flag(colours).u(colours ? 24 : 0, random.nextInt());
        }
        boolean chromaLocation = random.nextBoolean();
        out.flag(chromaLocation);
        if (chromaLocation) {
            out.ue(random.nextInt(6)).ue(random.nextInt(6));
        }
        boolean timing = random.nextBoolean();
        out.flag(timing);
        if (timing) {
            writeTiming();
        }
        writeHrdAndRestriction();
    }

    private void writeTiming() {
        long unitsInTick = 1L + random.nextInt(2000);
        long timeScale = unitsInTick * (1L + random.nextInt(500));
        out.u(32, unitsInTick).u(32, timeScale).flag(random.nextBoolean());
        frameRate = OptionalDouble.of(timeScale / (2.0 * unitsInTick));
    }

    private void writeHrdAndRestriction() {
        boolean nalHrd = random.nextBoolean();
        writeHrd(nalHrd);
        boolean vclHrd = random.nextBoolean();
        writeHrd(vclHrd);
        out.u(nalHrd || vclHrd ? 1 : 0, 0).flag(random.nextBoolean());
        boolean restriction = random.nextBoolean();
        out.flag(restriction);
        if (restriction) {
            int reorder = random.nextInt(17);
            out.flag(true).ue(2).ue(1).ue(16).ue(16).ue(reorder).ue(16);
            reorderFrames = OptionalInt.of(reorder);
        }
    }

    private void writeHrd(boolean present) {
        out.flag(present);
        if (!present) {
            return;
        }
        int count = 1 + random.nextInt(32);
        out.ue(count - 1).u(8, random.nextInt(256));
        for (int i = 0; i < count; i++) {
            out.ue(random.nextInt(1 << 30)).ue(random.nextInt(1 << 30)).flag(random.nextBoolean());
        }
        out.u(20, random.nextInt(1 << 20));
    }
}
