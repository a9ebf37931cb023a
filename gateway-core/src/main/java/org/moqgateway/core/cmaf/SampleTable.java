package org.moqgateway.core.cmaf;

import java.util.Arrays;

/// The samples of one fragment, kept until all of it is known to be well. Used again for each
/// fragment; one thread.
final class SampleTable {
    /// More samples than this are no fragment of live media: over three minutes of AAC.
    static final int MAX_SAMPLES = 10_000;

    private static final int INITIAL = 16;

    private long[] timestampsUs = new long[INITIAL];
    private int[] offsets = new int[INITIAL];
    private int[] lengths = new int[INITIAL];
    private boolean[] keyframes = new boolean[INITIAL];
    private int count;

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    void add(long timestampUs, int offset, int length, boolean keyframe) {
        if (count == offsets.length) {
            int larger = 2 * count;
            timestampsUs = Arrays.copyOf(timestampsUs, larger);
            offsets = Arrays.copyOf(offsets, larger);
            lengths = Arrays.copyOf(lengths, larger);
            keyframes = Arrays.copyOf(keyframes, larger);
        }
        timestampsUs[count] = timestampUs;
        offsets[count] = offset;
        lengths[count] = length;
        keyframes[count] = keyframe;
        count++;
    }

    void deliver(FragmentSink sink) {
        for (int i = 0; i < count; i++) {
            sink.sample(timestampsUs[i], offsets[i], lengths[i], keyframes[i]);
        }
    }
}
