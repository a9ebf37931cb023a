package org.moqgateway.codecs.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RecordingSink;
import org.moqgateway.codecs.RecordingSink.Drop;
import org.moqgateway.codecs.RtpPayload;

class RedDepacketizerTest {
    private static final int OPUS = 111;
    private static final int STEP = 960;

    private final RedDepacketizer depacketizer = new RedDepacketizer(OPUS);
    private final RecordingSink sink = new RecordingSink();

    @Test
    void readsTheBlocksOfAPayload() {
        byte[] payload =
                CommentedHex.bytes(
                        """
                        ef 1e 00 02   # Opus, 1920 ticks ago, 2 bytes
                        ef 0f 00 03   # Opus, 960 ticks ago, 3 bytes
                        6f            # Opus, now
                        f8 01         # 20 ms each
                        f8 02 02
                        f8 03 03 03
                        """);
        push(payload, 10_000, true);

        assertThat(sink.frames())
                .extracting(EncodedFrame::rtpTimestamp)
                .containsExactly(8080, 9040, 10_000);
        assertThat(sink.frames())
                .extracting(EncodedFrame::payload)
                .containsExactly(
                        CommentedHex.bytes("f8 01"),
                        CommentedHex.bytes("f8 02 02"),
                        CommentedHex.bytes("f8 03 03 03"));
        assertThat(sink.frames()).extracting(EncodedFrame::keyframe).containsOnly(true);
    }

    @Test
    void passesOverTheCopiesWhileNothingIsLost() {
        for (int n = 0; n < 10; n++) {
            push(red(n, 2), n * STEP, false);
        }

        assertNumbers(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(sink.drops()).isEmpty();
    }

    @Test
    void fillsAHoleWithCopiesAndReportsNoLoss() {
        push(red(0, 2), 0, false);
        push(red(3, 2), 3 * STEP, true);
        push(red(4, 2), 4 * STEP, false);

        assertNumbers(0, 1, 2, 3, 4);
        assertThat(sink.drops()).isEmpty();
    }

    @Test
    void reportsWhatTheCopiesDoNotReach() {
        push(red(0, 2), 0, false);
        push(red(6, 2), 6 * STEP, true);

        assertNumbers(0, 4, 5, 6);
        assertThat(sink.drops()).containsExactly(new Drop(DropReason.FRAMES_LOST, 4 * STEP));
    }

    @Test
    void neverDeliversAFrameTwice() {
        push(red(0, 2), 0, false);
        push(red(1, 2), STEP, false);
        push(red(3, 2), 3 * STEP, true); // copies of 1 and 2
        push(red(5, 2), 5 * STEP, true); // copies of 3 and 4

        assertNumbers(0, 1, 2, 3, 4, 5);
    }

    @Test
    void fillsAHoleAcrossTheEndOfTheTimestamps() {
        int start = -STEP;
        push(red(0, 1), start, false);
        push(red(2, 1), start + 2 * STEP, true);

        assertThat(sink.frames())
                .extracting(EncodedFrame::rtpTimestamp)
                .containsExactly(-STEP, 0, STEP);
        assertThat(sink.drops()).isEmpty();
    }

    @Test
    void remembersALossBeforeAPacketOfPaddingAlone() {
        push(red(0, 1), 0, false);
        push(new byte[0], STEP, true);
        push(red(2, 1), 2 * STEP, false);

        assertNumbers(0, 1, 2);
    }

    @Test
    void passesOverCopiesOfOtherPayloadTypes() {
        push(red(0, 1), 0, false);
        byte[] other = red(2, 1);
        other[0] = (byte) (0x80 | 13);
        push(other, 2 * STEP, true);

        assertNumbers(0, 2);
        assertThat(sink.drops()).containsExactly(new Drop(DropReason.FRAMES_LOST, 2 * STEP));
    }

    @Test
    void dropsANewestBlockOfAnotherPayloadType() {
        push(CommentedHex.bytes("0d f8 01"), 5, false);

        assertThat(sink.frames()).isEmpty();
        assertThat(sink.drops()).containsExactly(new Drop(DropReason.UNSUPPORTED_STRUCTURE, 5));
    }

    @Test
    void deliversTheNewestBlockThoughACopyIsMalformed() {
        push(red(0, 1), 0, false);
        push(CommentedHex.bytes("ef 0f 00 04  6f  81 aa bb cc f8 01"), 2 * STEP, true);

        assertThat(sink.frames())
                .extracting(EncodedFrame::rtpTimestamp)
                .containsExactly(0, 2 * STEP);
        assertThat(sink.reasons())
                .containsExactly(DropReason.MALFORMED_PAYLOAD, DropReason.FRAMES_LOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ef", // half a header
                "ef 0f 00", // the same
                "ef 0f 00 01", // no newest block
                "ef 0f 00 02 6f f8", // a copy beyond the end
                "ef 0f 00 00 ef 0f 00 00", // headers alone
            })
    void dropsWhatThePayloadFormatForbids(String hex) {
        push(CommentedHex.bytes(hex), 7, false);

        assertThat(sink.frames()).isEmpty();
        assertThat(sink.drops()).containsExactly(new Drop(DropReason.MALFORMED_PAYLOAD, 7));
    }

    @Test
    void takesEveryPrefixAndNoise() {
        Random random = new Random(2198);
        byte[] full = red(9, 3);
        for (int length = 0; length < full.length; length++) {
            push(Arrays.copyOf(full, length), length, true);
        }
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            push(noise, i * STEP, random.nextBoolean());
        }
        int before = sink.frames().size();
        push(red(1, 0), -5, false);
        assertThat(sink.frames()).hasSize(before + 1);
    }

    @Test
    void deliversEveryFrameThatArrivedInAnyFormOnceAndInOrder() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            RecordingSink received = new RecordingSink();
            RedDepacketizer red = new RedDepacketizer(OPUS);
            TreeSet<Integer> arrived = new TreeSet<>();
            boolean gap = false;
            for (int n = 0; n < 100; n++) {
                if (n > 0 && random.nextInt(3) == 0) {
                    gap = true;
                    continue;
                }
                for (int copy = Math.max(0, n - 2); copy <= n; copy++) {
                    arrived.add(copy);
                }
                byte[] payload = red(n, Math.min(n, 2));
                RtpPayload view = new RtpPayload().bytes(payload, 0, payload.length);
                red.push(view.header(n * STEP, false, gap), received);
                gap = false;
            }

            assertThat(received.frames())
                    .extracting(frame -> frame.rtpTimestamp() / STEP)
                    .containsExactlyElementsOf(arrived);
        }
    }

    @Test
    void refusesAPayloadTypeThatIsNone() {
        assertThatThrownBy(() -> new RedDepacketizer(128))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// The payload of frame `number` with copies of the ones before it, all of 20 ms.
    private static byte[] red(int number, int copies) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<byte[]> blocks = new ArrayList<>();
        for (int back = copies; back > 0; back--) {
            byte[] block = opus(number - back);
            int ticks = back * STEP;
            out.write(0x80 | OPUS);
            out.write(ticks >> 6);
            out.write((ticks & 0x3f) << 2 | block.length >> 8);
            out.write(block.length);
            blocks.add(block);
        }
        out.write(OPUS);
        blocks.add(opus(number));
        blocks.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] opus(int number) {
        return new byte[] {(byte) 0xf8, (byte) number, 1};
    }

    private void assertNumbers(int... numbers) {
        assertThat(sink.frames())
                .extracting(frame -> frame.rtpTimestamp() / STEP)
                .containsExactlyElementsOf(Arrays.stream(numbers).boxed().toList());
        for (EncodedFrame frame : sink.frames()) {
            assertThat(frame.payload()[1]).isEqualTo((byte) (frame.rtpTimestamp() / STEP));
        }
    }

    private void push(byte[] payload, int rtpTimestamp, boolean gapBefore) {
        byte[] lent = new byte[payload.length + 9];
        System.arraycopy(payload, 0, lent, 5, payload.length);
        RtpPayload view = new RtpPayload().bytes(lent, 5, payload.length);
        depacketizer.push(view.header(rtpTimestamp, false, gapBefore), sink);
        Arrays.fill(lent, (byte) 0xee);
    }
}
