package org.moqgateway.codecs.h265;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.codecs.h265.Nals.annexB;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.FrameReordering.Verdict;
import org.moqgateway.codecs.nal.BitStringWriter;
import org.moqgateway.codecs.nal.RealStream;

class H265ReorderingTest {
    private static final int DELIMITER = 0x46;

    private final H265Reordering reordering = new H265Reordering();

    /// I in order, d disposable, r referenced: by the presentation times that the MP4 muxer of
    /// FFmpeg wrote for the same frames, and their NAL unit headers.
    @ParameterizedTest
    @CsvSource({
        "x265-open-gop.h265,      IIrddIrddIrddIrddIrddIrddIrddI",
        "x265-layers.h265,        IIrddIrddIrddIdIIrddIrddIrddId",
        "x265-ten.h265,           IIIIIIIIIIIIIIIIIIIIIIIIIIIIII",
        "kvazaar-low-delay.h265,  IIIIIIIIIIIIIIIIIIIIIIIIIIIIII", // B slices, in order
    })
    void findsTheOrderOfRealStreams(String name, String expected) {
        StringBuilder verdicts = new StringBuilder();
        for (byte[] frame : RealStream.frames(H265ReorderingTest.class, name, DELIMITER)) {
            verdicts.append(letter(reordering.next(frame, 0, frame.length, isKeyframe(frame))));
        }

        assertThat(verdicts).hasToString(expected);
    }

    @Test
    void followsTheCountThroughItsWrapAround() {
        begin();
        for (int count = 1; count < 1000; count++) {
            assertThat(trailing(Nals.TRAIL_R, count)).isEqualTo(Verdict.IN_ORDER);
        }
        assertThat(trailing(Nals.TRAIL_R, 1004)).isEqualTo(Verdict.IN_ORDER);
        assertThat(trailing(Nals.TRAIL_R, 1002)).isEqualTo(Verdict.REFERENCED);
        assertThat(trailing(Nals.TRAIL_N, 1001)).isEqualTo(Verdict.DISPOSABLE);
        assertThat(trailing(Nals.TRAIL_N, 1005)).isEqualTo(Verdict.IN_ORDER);
    }

    @Test
    void leadingPicturesComeBeforeTheirKeyframe() {
        begin();
        assertThat(next(Nals.CRA_NUT, 40, true)).isEqualTo(Verdict.IN_ORDER);
        assertThat(next(Nals.RASL_R, 38, false)).isEqualTo(Verdict.REFERENCED);
        assertThat(next(Nals.RASL_N, 37, false)).isEqualTo(Verdict.DISPOSABLE);
        assertThat(next(Nals.RADL_R, 39, false)).isEqualTo(Verdict.REFERENCED);
        assertThat(next(Nals.TRAIL_R, 41, false)).isEqualTo(Verdict.IN_ORDER);
    }

    @Test
    void countsFromPicturesOfTheLowestSubLayerAlone() {
        begin();
        assertThat(trailing(Nals.TRAIL_R, 60)).isEqualTo(Verdict.IN_ORDER);
        // Far ahead and not counted from: 170 is 110 ahead of 60, and 128 less than 298.
        assertThat(trailing(Nals.TRAIL_N, 187)).isEqualTo(Verdict.IN_ORDER);
        assertThat(trailing(Nals.TRAIL_R, 170)).isEqualTo(Verdict.REFERENCED);
    }

    @Test
    void everyKeyframeBeginsAnOrder() {
        begin();
        assertThat(trailing(Nals.TRAIL_R, 100)).isEqualTo(Verdict.IN_ORDER);
        assertThat(next(Nals.IDR_W_RADL, 0, true)).isEqualTo(Verdict.IN_ORDER);
        assertThat(trailing(Nals.TRAIL_R, 1)).isEqualTo(Verdict.IN_ORDER);
    }

    @Test
    void whatCannotBeReadIsInOrder() {
        byte[] frame = annexB(slice(Nals.TRAIL_R, 5));
        assertThat(reordering.next(frame, 0, frame.length, false)).isEqualTo(Verdict.IN_ORDER);
        assertThat(reordering.next(frame, 0, 0, false)).isEqualTo(Verdict.IN_ORDER);
        begin();
        assertThat(trailing(Nals.TRAIL_R, 5)).isEqualTo(Verdict.IN_ORDER);
        byte[] cut = annexB(new byte[] {2, 1, (byte) 0xd0});
        assertThat(reordering.next(cut, 0, cut.length, false)).isEqualTo(Verdict.IN_ORDER);
        assertThat(trailing(Nals.TRAIL_R, 4)).isEqualTo(Verdict.REFERENCED);
    }

    @Test
    void takesAnyBytes() {
        Random random = new Random(5);
        List<byte[]> frames =
                RealStream.frames(H265ReorderingTest.class, "x265-open-gop.h265", DELIMITER);
        for (int round = 0; round < 20_000; round++) {
            byte[] frame = frames.get(random.nextInt(frames.size())).clone();
            for (int i = random.nextInt(5); i > 0; i--) {
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            }
            int length = random.nextInt(frame.length + 1);
            assertThat(reordering.next(frame, 0, length, random.nextBoolean())).isNotNull();
        }
    }

    private void begin() {
        byte[] frame = annexB(Nals.vps(0), Nals.sps(0, 0, 64, 64), Nals.pps(0, 0), slice(20, 0));
        assertThat(reordering.next(frame, 0, frame.length, true)).isEqualTo(Verdict.IN_ORDER);
    }

    private Verdict trailing(int type, int count) {
        return next(type, count, false);
    }

    private Verdict next(int type, int count, boolean keyframe) {
        byte[] frame = annexB(slice(type, count));
        return reordering.next(frame, 0, frame.length, keyframe);
    }

    /// A P slice with eight bits of picture order count.
    private static byte[] slice(int type, int count) {
        BitStringWriter out = new BitStringWriter().flag(true).u(type >= 16 ? 1 : 0, 0).ue(0).ue(1);
        boolean idr = type == Nals.IDR_W_RADL || type == Nals.IDR_N_LP;
        return out.u(idr ? 0 : 8, count).u(8, 0xaa).toNal(type << 1, 1);
    }

    private static boolean isKeyframe(byte[] frame) {
        return RealStream.nals(frame).stream()
                .anyMatch(nal -> NalUnitType.of(nal[0]).beginsDecoding());
    }

    private static char letter(Verdict verdict) {
        return switch (verdict) {
            case IN_ORDER -> 'I';
            case DISPOSABLE -> 'd';
            case REFERENCED -> 'r';
        };
    }
}
