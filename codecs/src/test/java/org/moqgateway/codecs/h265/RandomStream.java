package org.moqgateway.codecs.h265;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A seeded stream of access units: a keyframe with its parameter sets, then frames without.
final class RandomStream {
    private final Random random;

    RandomStream(Random random) {
        this.random = random;
    }

    /// NAL units of a keyframe with one to three slices.
    List<byte[]> keyframe(int largestNal) {
        List<byte[]> nals = new ArrayList<>(List.of(Nals.VPS, Nals.SPS_720P, Nals.PPS));
        if (random.nextBoolean()) {
            nals.add(Nals.PREFIX_SEI);
        }
        addSlices(nals, Nals.IDR_W_RADL + random.nextInt(3), largestNal);
        return nals;
    }

    /// NAL units of a frame that is no keyframe, with one to three slices.
    List<byte[]> delta(int largestNal) {
        List<byte[]> nals = new ArrayList<>();
        addSlices(nals, Nals.TRAIL_N + random.nextInt(2), largestNal);
        return nals;
    }

    private void addSlices(List<byte[]> nals, int type, int largestNal) {
        int slices = 1 + random.nextInt(3);
        for (int i = 0; i < slices; i++) {
            byte[] body = Nals.randomBytes(random, random.nextInt(largestNal));
            nals.add(Nals.slice(type, i == 0, 0, body));
        }
    }

    /// The byte stream of a frame with start codes of either length and zeros between.
    byte[] withMixedStartCodes(List<byte[]> nals) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] nal : nals) {
            out.writeBytes(new byte[2 + random.nextInt(3)]);
            out.write(1);
            out.writeBytes(nal);
        }
        return out.toByteArray();
    }
}
