package org.moqgateway.codecs.h265;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.nal.BitStringWriter;
import org.moqgateway.codecs.nal.ChromaFormatIdc;

/// A seeded random sequence parameter set that keeps H.265 §7.4.3.2, with what must be read.
final class RandomSps {
    private final Random random;
    private final BitStringWriter out = new BitStringWriter();
    private int width;
    private int height;
    private OptionalDouble frameRate = OptionalDouble.empty();
    private Optional<ColourDescription> colour = Optional.empty();

    final byte[] nal;
    final SequenceParameterSet expected;

    RandomSps(Random random) {
        this.random = random;
        int vpsId = random.nextInt(16);
        int subLayers = 1 + random.nextInt(7);
        boolean nesting = random.nextBoolean();
        out.u(4, vpsId).u(3, subLayers - 1).flag(nesting);
        ProfileTierLevel level = writeProfile(subLayers);
        int id = random.nextInt(16);
        int chroma = random.nextInt(4);
        boolean separatePlanes = chroma == 3 && random.nextBoolean();
        out.ue(id).ue(chroma).u(chroma == 3 ? 1 : 0, separatePlanes ? 1 : 0);
        writeSize(chroma);
        int luma = 8 + random.nextInt(9);
        int chromaDepth = 8 + random.nextInt(9);
        int orderBits = 4 + random.nextInt(13);
        out.ue(luma - 8).ue(chromaDepth - 8).ue(orderBits - 4);
        writeTools(subLayers, orderBits);
        boolean vui = random.nextBoolean();
        out.flag(vui);
        if (vui) {
            writeVui();
        }
        out.flag(false); // sps_extension_present_flag
        nal = out.toNal(33 << 1, 1);
        expected =
                new SequenceParameterSet(
                        id,
                        vpsId,
                        subLayers,
                        nesting,
                        level,
                        width,
                        height,
                        new SampleFormat(luma, ChromaFormatIdc.format(chroma)),
                        chromaDepth,
                        separatePlanes,
                        orderBits,
                        frameRate,
                        colour);
    }

    private ProfileTierLevel writeProfile(int subLayers) {
        ProfileTierLevel level =
                new ProfileTierLevel(
                        random.nextInt(4),
                        random.nextBoolean(),
                        random.nextInt(32),
                        random.nextInt(),
                        random.nextLong(1L << 48),
                        random.nextInt(256));
        out.u(2, level.profileSpace()).flag(level.highTier()).u(5, level.profileIdc());
        out.u(32, level.compatibilityFlags()).u(48, level.constraintFlags());
        out.u(8, level.levelIdc());
        if (subLayers == 1) {
            return level;
        }
        int flags = random.nextInt(1 << (2 * (subLayers - 1)));
        out.u(2 * (subLayers - 1), flags).u(16 - 2 * (subLayers - 1), 0);
        for (int i = subLayers - 2; i >= 0; i--) {
            boolean profile = (flags >> (2 * i + 1) & 1) != 0;
            boolean levelPresent = (flags >> (2 * i) & 1) != 0;
            for (int n = 0; n < (profile ? 11 : 0) + (levelPresent ? 1 : 0); n++) {
                out.u(8, random.nextInt(256));
            }
        }
        return level;
    }

    private void writeSize(int chroma) {
        width = 16 * (1 + random.nextInt(500));
        height = 16 * (1 + random.nextInt(500));
        boolean window = random.nextBoolean();
        out.ue(width).ue(height).flag(window);
        if (window) {
            int[] edges = random.ints(4, 0, 4).toArray(); // at most 6 units of 2 from 16 pixels
            out.ue(edges[0]).ue(edges[1]).ue(edges[2]).ue(edges[3]);
            width -= (chroma == 1 || chroma == 2 ? 2 : 1) * (edges[0] + edges[1]);
            height -= (chroma == 1 ? 2 : 1) * (edges[2] + edges[3]);
        }
    }

    private void writeTools(int subLayers, int orderBits) {
        boolean every = random.nextBoolean();
        out.flag(every);
        for (int i = 0; i < (every ? subLayers : 1); i++) {
            out.ue(random.nextInt(16)).ue(random.nextInt(3)).ue(random.nextInt(100));
        }
        out.ue(0).ue(3).ue(0).ue(3).ue(random.nextInt(5)).ue(random.nextInt(5));
        boolean lists = random.nextBoolean();
        out.flag(lists);
        if (lists) {
            boolean data = random.nextBoolean();
            out.flag(data);
            for (int i = 0; data && i < 20; i++) {
                writeScalingList(i);
            }
        }
        out.flag(random.nextBoolean()).flag(random.nextBoolean());
        boolean pcm = random.nextBoolean();
        out.flag(pcm);
        if (pcm) {
            out.u(8, 0x77).ue(0).ue(random.nextInt(3)).flag(true);
        }
        writeReferenceSets();
        boolean longTerm = random.nextBoolean();
        out.flag(longTerm);
        if (longTerm) {
            int count = random.nextInt(33);
            out.ue(count);
            for (int i = 0; i < count; i++) {
                out.u(orderBits, i).flag(random.nextBoolean());
            }
        }
        out.flag(random.nextBoolean()).flag(random.nextBoolean());
    }

    /// Six lists for each of three sizes, two for the largest one.
    private void writeScalingList(int index) {
        int size = Math.min(index / 6, 3);
        boolean coded = random.nextBoolean();
        out.flag(coded);
        if (!coded) {
            int matrix = size == 3 ? 3 * (index - 18) : index % 6;
            out.ue(random.nextInt((size == 3 ? matrix / 3 : matrix) + 1));
            return;
        }
        if (size > 1) {
            out.se(random.nextInt(-7, 248));
        }
        for (int i = 0; i < (size == 0 ? 16 : 64); i++) {
            out.se(random.nextInt(-128, 128));
        }
    }

    private void writeReferenceSets() {
        int sets = random.nextInt(65);
        out.ue(sets);
        int previous = 0;
        for (int i = 0; i < sets; i++) {
            boolean predicted = i > 0 && random.nextBoolean();
            out.u(i > 0 ? 1 : 0, predicted ? 1 : 0);
            previous = predicted ? writePredictedSet(previous) : writeExplicitSet();
        }
    }

    private int writePredictedSet(int previous) {
        out.flag(random.nextBoolean()).ue(random.nextInt(16));
        int count = 0;
        for (int i = 0; i <= previous; i++) {
            boolean used = count < 16 && random.nextBoolean();
            boolean kept = used || (count < 16 && random.nextBoolean());
            out.flag(used).u(used ? 0 : 1, kept ? 1 : 0);
            count += kept ? 1 : 0;
        }
        return count;
    }

    private int writeExplicitSet() {
        int negative = random.nextInt(9);
        int positive = random.nextInt(9);
        out.ue(negative).ue(positive);
        for (int i = 0; i < negative + positive; i++) {
            out.ue(random.nextInt(20)).flag(random.nextBoolean());
        }
        return negative + positive;
    }

    private void writeVui() {
        boolean aspect = random.nextBoolean();
        out.flag(aspect);
        if (aspect) {
            boolean extended = random.nextBoolean();
            out.u(8, extended ? 255 : 1).u(extended ? 32 : 0, random.nextInt());
        }
        boolean overscan = random.nextBoolean();
        out.flag(overscan).u(overscan ? 1 : 0, 1);
        boolean signal = random.nextBoolean();
        out.flag(signal);
        if (signal) {
            writeSignal();
        }
        boolean location = random.nextBoolean();
        out.flag(location);
        if (location) {
            out.ue(random.nextInt(6)).ue(random.nextInt(6));
        }
        out.u(3, random.nextInt(8));
        boolean display = random.nextBoolean();
        out.flag(display);
        if (display) {
            out.ue(1).ue(2).ue(3).ue(4);
        }
        boolean timing = random.nextBoolean();
        out.flag(timing);
        if (timing) {
            long units = 1L + random.nextInt(2000);
            long scale = units * (1L + random.nextInt(500));
            out.u(32, units).u(32, scale).flag(false).flag(false);
            frameRate = OptionalDouble.of(scale / (double) units);
        }
        out.flag(false); // bitstream_restriction_flag
    }

    private void writeSignal() {
        boolean fullRange = random.nextBoolean();
        boolean described = random.nextBoolean();
        out.u(3, 5).flag(fullRange).flag(described);
        if (described) {
            int[] codes = random.ints(3, 0, 256).toArray();
            out.u(8, codes[0]).u(8, codes[1]).u(8, codes[2]);
            colour = Optional.of(new ColourDescription(codes[0], codes[1], codes[2], fullRange));
        }
    }
}
