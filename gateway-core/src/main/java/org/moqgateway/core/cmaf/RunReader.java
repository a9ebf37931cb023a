package org.moqgateway.core.cmaf;

import java.nio.ByteBuffer;
import org.jcodec.containers.mp4.boxes.TrackFragmentBaseMediaDecodeTimeBox;
import org.jcodec.containers.mp4.boxes.TrackFragmentHeaderBox;
import org.jcodec.containers.mp4.boxes.TrunBox;

/// Places the samples of the runs of one track fragment in time and in `mdat` (ISO/IEC 14496-12
/// §8.8.8).
final class RunReader {
    private static final int PER_SAMPLE_FIELDS = 0xf00;
    private static final int FULL_BOX_BYTES = 4;
    private static final int COUNT_END = 8;
    private static final long UNKNOWN = -1;

    private final CmafInit init;
    private final SampleTable samples;
    private final int moof;
    private final int dataStart;
    private final int dataEnd;
    private SampleDefaults defaults;
    private boolean offsetsFromMoof = true;
    private long decodeTicks = UNKNOWN;
    private long position;
    private boolean durationMissed;

    /// @param init of the track
    /// @param samples where they go
    /// @param moof where the box begins, from which data offsets count
    /// @param dataStart body of `mdat`
    /// @param dataEnd end of it, exclusive
    RunReader(CmafInit init, SampleTable samples, int moof, int dataStart, int dataEnd) {
        this.init = init;
        this.samples = samples;
        this.moof = moof;
        this.dataStart = dataStart;
        this.dataEnd = dataEnd;
        this.defaults = init.defaults();
        this.position = dataStart;
    }

    /// Whether a run has as many samples as its bytes can hold; only then may the library read
    /// it, which makes room for as many as it is told.
    ///
    /// ```text
    /// +---------+-----------+------------------+-------------------+-------------------------+---
    /// | version | flags (3) | sample count (4) | [data offset (4)] | [first sample flags (4)]|...
    /// +---------+-----------+------------------+-------------------+-------------------------+---
    /// ```
    static boolean plausible(ByteBuffer run) {
        if (run.remaining() < COUNT_END) {
            return false;
        }
        int fields = Integer.bitCount(run.getInt(0) & PER_SAMPLE_FIELDS);
        long count = run.getInt(FULL_BOX_BYTES) & 0xffffffffL;
        return count <= SampleTable.MAX_SAMPLES
                && count * fields * Integer.BYTES <= run.remaining() - COUNT_END;
    }

    void header(TrackFragmentHeaderBox header) {
        defaults = init.defaults().with(header);
        // Offsets into a file that is not here: then the samples follow each other in mdat.
        offsetsFromMoof = !header.isBaseDataOffsetAvailable();
    }

    void decodeTime(TrackFragmentBaseMediaDecodeTimeBox box) {
        long ticks = box.getBaseMediaDecodeTime();
        // The library reads the short form with a sign, which it does not have.
        decodeTicks = ticks < 0 && ticks >= Integer.MIN_VALUE ? ticks & 0xffffffffL : ticks;
    }

    /// Places the samples of a run.
    ///
    /// @return false when one cannot be placed
    boolean run(TrunBox run) {
        int count = (int) run.getSampleCount();
        if (decodeTicks < 0 || samples.count() + count > SampleTable.MAX_SAMPLES) {
            return false;
        }
        if (run.isDataOffsetAvailable() && offsetsFromMoof) {
            position = (long) moof + run.getDataOffset();
        }
        for (int i = 0; i < count; i++) {
            if (!sample(run, i)) {
                return false;
            }
        }
        return true;
    }

    private boolean sample(TrunBox run, int i) {
        long size = run.isSampleSizeAvailable() ? run.getSampleSize(i) : defaults.size();
        if (size == 0 || position < dataStart || size > dataEnd - position || durationMissed) {
            return false;
        }
        long ticks = decodeTicks + compositionOffset(run, i);
        long timestampUs = MediaTime.toUs(Math.max(0, ticks), init.timescale());
        if (timestampUs == MediaTime.UNKNOWN) {
            return false;
        }
        boolean keyframe = SampleFlags.keyframe(flags(run, i));
        samples.add(timestampUs, (int) position, (int) size, keyframe);
        position += size;
        long duration =
                run.isSampleDurationAvailable() ? run.getSampleDuration(i) : defaults.duration();
        // Without it nobody can tell when a further sample is.
        durationMissed = duration == 0;
        decodeTicks += duration;
        return true;
    }

    /// Signed in both versions of the box: writers put negative ones into version 0 too.
    private static int compositionOffset(TrunBox run, int i) {
        return run.isSampleCompositionOffsetAvailable() ? run.getSampleCompositionOffsets()[i] : 0;
    }

    private int flags(TrunBox run, int i) {
        if (i == 0 && run.isFirstSampleFlagsAvailable()) {
            return run.getFirstSampleFlags();
        }
        return run.isSampleFlagsAvailable() ? run.getSampleFlags(i) : defaults.flags();
    }
}
