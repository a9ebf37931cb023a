package org.moqgateway.core.cmaf;

import java.nio.ByteBuffer;
import org.jcodec.containers.mp4.boxes.TrackFragmentHeaderBox;

/// What holds for a sample that says nothing of it (ISO/IEC 14496-12 §8.8.3, §8.8.7).
///
/// @param duration ticks, 0 when not told
/// @param size bytes, 0 when not told
/// @param flags see [SampleFlags]
record SampleDefaults(long duration, long size, int flags) {
    static final SampleDefaults NONE = new SampleDefaults(0, 0, 0);

    private static final int TREX_BYTES = 24;
    private static final int TREX_DURATION = 12;
    private static final int TREX_SIZE = 16;
    private static final int TREX_FLAGS = 20;

    /// Those of a whole track.
    ///
    /// ```text
    /// +----------------+--------------+-----------------------+--------------+----------+-------+
    /// | version, flags | track id (4) | description index (4) | duration (4) | size (4) | flags |
    /// | (4)            |              |                       |              |          | (4)   |
    /// +----------------+--------------+-----------------------+--------------+----------+-------+
    /// ```
    ///
    /// @param trex body of the box; when it is too short there are none
    static SampleDefaults ofTrackExtends(ByteBuffer trex) {
        if (trex.remaining() < TREX_BYTES) {
            return NONE;
        }
        return new SampleDefaults(
                trex.getInt(TREX_DURATION) & 0xffffffffL,
                trex.getInt(TREX_SIZE) & 0xffffffffL,
                trex.getInt(TREX_FLAGS));
    }

    /// With those that a fragment sets.
    SampleDefaults with(TrackFragmentHeaderBox header) {
        return new SampleDefaults(
                header.isDefaultSampleDurationAvailable()
                        ? header.getDefaultSampleDuration() & 0xffffffffL
                        : duration,
                header.isDefaultSampleSizeAvailable()
                        ? header.getDefaultSampleSize() & 0xffffffffL
                        : size,
                header.isDefaultSampleFlagsAvailable() ? header.getDefaultSampleFlags() : flags);
    }
}
