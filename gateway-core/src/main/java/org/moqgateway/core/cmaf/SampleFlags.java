package org.moqgateway.core.cmaf;

/// The flags of a sample (ISO/IEC 14496-12 §8.8.3.1).
///
/// ```text
///  31..28   27 26    25 24        23 22    21 20    19..17   16        15..0
/// +--------+--------+------------+--------+--------+--------+---------+----------+
/// | 0      |leading | depends on | is     | redun- | padding| is not  | priority |
/// |        |        | 1 yes, 2 no| needed | dancy  |        | sync    |          |
/// +--------+--------+------------+--------+--------+--------+---------+----------+
/// ```
final class SampleFlags {
    private static final int NOT_SYNC = 1 << 16;
    private static final int DEPENDS_ON_SHIFT = 24;
    private static final int DEPENDS_ON_MASK = 3;
    private static final int DEPENDS_ON_OTHERS = 1;

    private SampleFlags() {}

    /// Whether a decoder can begin with the sample. Flags that say nothing mean a sync sample,
    /// as the standard has it and as all samples of audio are.
    static boolean keyframe(int flags) {
        int dependsOn = flags >>> DEPENDS_ON_SHIFT & DEPENDS_ON_MASK;
        return (flags & NOT_SYNC) == 0 && dependsOn != DEPENDS_ON_OTHERS;
    }
}
