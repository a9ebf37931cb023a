package org.moqgateway.codecs.h264;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.FrameReordering.Verdict;
import org.moqgateway.codecs.nal.BitStringWriter;
import org.moqgateway.codecs.nal.RealStream;

class H264ReorderingTest {
    private static final int DELIMITER = 0x09;
    private static final int REFERENCE = 0x61;
    private static final int NON_REFERENCE = 0x01;

    private final H264Reordering reordering = new H264Reordering();

    /// I in order, d disposable, r referenced: by the presentation times that the MP4 muxer of
    /// FFmpeg wrote for the same frames, and their NAL unit headers.
    @ParameterizedTest
    @CsvSource({
        "x264-open-gop.h264,      IIrddIrddIrddIrddIrddIrddIrddI",
        "x264-interlaced.h264,    IIrdIrdIrdIrdIdIIrdIrdIrdIrdId",
        "x264-422-10.h264,        IIdIdIdIdIdIdIdIIdIdIdIdIdIdId",
        "x264-intra-refresh.h264, IIIIIIIIIIIIIIIIIIIIIIIIIIIIII",
    })
    void findsTheOrderOfRealStreams(String name, String expected) {
        StringBuilder verdicts = new StringBuilder();
        for (byte[] frame : RealStream.frames(H264ReorderingTest.class, name, DELIMITER)) {
            boolean keyframe =
                    RealStream.nals(frame).stream()
                            .anyMatch(nal -> NalUnitType.of(nal[0]) == NalUnitType.IDR_SLICE);
            verdicts.append(letter(reordering.next(frame, 0, frame.length, keyframe)));
        }

        assertThat(verdicts).hasToString(expected);
    }

    @Test
    void followsTheLeastSignificantBitsThroughTheirWrapAround() {
        begin(typeZero());
        for (int count = 2; count < 200; count += 2) {
            assertThat(typeZero(REFERENCE, count)).isEqualTo(Verdict.IN_ORDER);
        }
        assertThat(typeZero(REFERENCE, 206)).isEqualTo(Verdict.IN_ORDER);
        assertThat(typeZero(REFERENCE, 202)).isEqualTo(Verdict.REFERENCED);
        assertThat(typeZero(NON_REFERENCE, 200)).isEqualTo(Verdict.DISPOSABLE);
        assertThat(typeZero(NON_REFERENCE, 208)).isEqualTo(Verdict.IN_ORDER);
    }

    @Test
    void memoryManagementResetsTheOrder() {
        begin(typeZero());
        assertThat(typeZero(REFERENCE, 6)).isEqualTo(Verdict.IN_ORDER);
        byte[] reset = frame(headOfTypeZero(8).flag(false).flag(false).flag(true).ue(5).ue(0));
        assertThat(reordering.next(reset, 0, reset.length, false)).isEqualTo(Verdict.IN_ORDER);
        assertThat(typeZero(REFERENCE, 4)).isEqualTo(Verdict.IN_ORDER);
        assertThat(typeZero(REFERENCE, 2)).isEqualTo(Verdict.REFERENCED);
    }

    @Test
    void otherMemoryManagementDoesNot() {
        begin(typeZero());
        assertThat(typeZero(REFERENCE, 6)).isEqualTo(Verdict.IN_ORDER);
        byte[] marked =
                frame(headOfTypeZero(4).flag(false).flag(false).flag(true).ue(1).ue(5).ue(0));
        assertThat(reordering.next(marked, 0, marked.length, false)).isEqualTo(Verdict.REFERENCED);
    }

    /// Offsets of 2 for each of two reference frames, -4 for other pictures: each of these is
    /// shown before the reference frame in front of it, though no slice header says a word
    /// about it.
    @Test
    void countsTypeOneByFrameNumbers() {
        begin(typeOne());
        for (int number = 1; number < 40; number++) {
            assertThat(typeOne(REFERENCE, number)).isEqualTo(Verdict.IN_ORDER);
            assertThat(typeOne(NON_REFERENCE, number + 1)).isEqualTo(Verdict.DISPOSABLE);
        }
    }

    @Test
    void typeTwoIsInOrder() {
        begin(typeTwo());
        for (int number = 1; number < 40; number++) {
            assertThat(typeOne(REFERENCE, number)).isEqualTo(Verdict.IN_ORDER);
            assertThat(typeOne(NON_REFERENCE, number + 1)).isEqualTo(Verdict.IN_ORDER);
        }
    }

    @Test
    void whatCannotBeReadIsInOrder() {
        assertThat(typeZero(REFERENCE, 6)).isEqualTo(Verdict.IN_ORDER);
        assertThat(reordering.next(new byte[0], 0, 0, true)).isEqualTo(Verdict.IN_ORDER);
        begin(typeZero());
        assertThat(typeZero(REFERENCE, 6)).isEqualTo(Verdict.IN_ORDER);
        byte[] cut = Nals.annexB(new byte[] {0x41, (byte) 0x9a});
        assertThat(reordering.next(cut, 0, cut.length, false)).isEqualTo(Verdict.IN_ORDER);
        assertThat(typeZero(REFERENCE, 4)).isEqualTo(Verdict.REFERENCED);
    }

    @Test
    void takesAnyBytes() {
        Random random = new Random(5);
        List<byte[]> frames =
                RealStream.frames(H264ReorderingTest.class, "x264-interlaced.h264", DELIMITER);
        for (int round = 0; round < 20_000; round++) {
            byte[] frame = frames.get(random.nextInt(frames.size())).clone();
            for (int i = random.nextInt(5); i > 0; i--) {
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            }
            int length = random.nextInt(frame.length + 1);
            assertThat(reordering.next(frame, 0, length, random.nextBoolean())).isNotNull();
        }
    }

    private void begin(BitStringWriter orderSyntax) {
        byte[] sps =
                new BitStringWriter()
                        .u(8, 77)
                        .u(16, 31)
                        .ue(0)
                        .ue(0) // four bits of frame_num
                        .append(orderSyntax)
                        .ue(4)
                        .flag(false)
                        .ue(9)
                        .ue(9)
                        .u(4, 0b1100)
                        .toNal(0x67);
        byte[] pps =
                new BitStringWriter()
                        .ue(0)
                        .ue(0)
                        .u(2, 0)
                        .ue(0)
                        .ue(0)
                        .ue(0)
                        .u(3, 0)
                        .se(0)
                        .se(0)
                        .se(0)
                        .u(3, 0)
                        .toNal(0x68);
        byte[] idr = new BitStringWriter().ue(0).ue(7).ue(0).u(4, 0).ue(0).u(8, 0).toNal(0x65);
        byte[] frame = Nals.annexB(sps, pps, idr);
        assertThat(reordering.next(frame, 0, frame.length, true)).isEqualTo(Verdict.IN_ORDER);
    }

    private static BitStringWriter typeZero() {
        return new BitStringWriter().ue(0).ue(1); // five bits
    }

    private static BitStringWriter typeOne() {
        return new BitStringWriter().ue(1).flag(true).se(-4).se(0).ue(2).se(2).se(2);
    }

    private static BitStringWriter typeTwo() {
        return new BitStringWriter().ue(2);
    }

    private Verdict typeZero(int header, int count) {
        byte[] frame = Nals.annexB(headOfTypeZero(count).u(8, 0).toNal(header));
        return reordering.next(frame, 0, frame.length, false);
    }

    private Verdict typeOne(int header, int frameNumber) {
        BitStringWriter slice = new BitStringWriter().ue(0).ue(5).ue(0).u(4, frameNumber);
        byte[] frame = Nals.annexB(slice.u(8, 0).toNal(header));
        return reordering.next(frame, 0, frame.length, false);
    }

    private static BitStringWriter headOfTypeZero(int count) {
        return new BitStringWriter().ue(0).ue(5).ue(0).u(4, 0).u(5, count);
    }

    private static byte[] frame(BitStringWriter slice) {
        return Nals.annexB(slice.u(8, 0xaa).toNal(REFERENCE));
    }

    private static char letter(Verdict verdict) {
        return switch (verdict) {
            case IN_ORDER -> 'I';
            case DISPOSABLE -> 'd';
            case REFERENCED -> 'r';
        };
    }
}
